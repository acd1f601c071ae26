import { allocate } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { runVectors, type Vector, type VectorOptions } from './runVectors.js'

const vector = (id: string, changes: Partial<Vector> = {}): Vector => ({
  id,
  kind: 'split',
  input: { amount: '100', weights: ['333', '333', '333'] },
  expect: { parts: ['34', '33', '33'], left: '0' },
  ...changes,
})

const runners: VectorOptions['runners'] = {
  split(input, expected) {
    const { amount, weights } = input as { readonly amount: string; readonly weights: string[] }
    const options = { weights: weights.map(BigInt), dust: 'first' } as const
    const { parts, left } = allocate(BigInt(amount), options)
    expect(parts.map(String)).toEqual(expected.take('parts'))
    if (expected.has('left')) expect(String(left)).toBe(expected.take('left'))
  },
}

const failuresOf = (options: Partial<VectorOptions>): readonly string[] => {
  try {
    runVectors({ vectors: [vector('a')], runners, print: () => {}, ...options })
    return []
  } catch (error) {
    return (error as { readonly failures: readonly string[] }).failures
  }
}

describe('runVectors', () => {
  test('says how many ran, and why the others did not', () => {
    const lines: string[] = []
    const vectors = [vector('a'), vector('b', { kind: 'other' }), vector('c')]
    const report = runVectors({
      vectors,
      runners,
      notApplicable: { other: 'another engine', c: 'needs a clock' },
      print: (line) => lines.push(line),
    })
    expect(report).toMatchObject({ total: 3, ran: 1 })
    expect(lines).toEqual(['1 of 3 ran, 2 not applicable', '  b: another engine', '  c: needs a clock'])
  })

  test.for<[string, Partial<VectorOptions>, string]>([
    ['a wrong number', { vectors: [vector('a', { expect: { parts: ['33', '34', '33'] } })] }, 'a (split)'],
    ['an unknown kind', { vectors: [vector('a', { kind: 'splat' })] }, 'no runner for kind "splat"'],
    [
      'an expectation nobody reads',
      { vectors: [vector('a', { expect: { parts: ['34', '33', '33'], dust: '1' } })] },
      'expectation not read: dust',
    ],
    [
      'an expectation that is not there',
      { vectors: [vector('a', { expect: { left: '0' } })] },
      'expects nothing under "parts"',
    ],
    ['a reason for nothing', { notApplicable: { b: 'gone' } }, 'no such vector or kind'],
    [
      'a whole nobody reads',
      { vectors: [vector('a', { expect: '5' })], runners: { split: () => {} } },
      'the whole expectation',
    ],
  ])('fails on %s', ([, options, message]) => {
    expect(failuresOf(options)).toEqual([expect.stringContaining(message)])
  })

  test('names every vector that fails', () => {
    const vectors = [vector('a', { kind: 'x' }), vector('b'), vector('c', { kind: 'y' })]
    expect(failuresOf({ vectors })).toHaveLength(2)
  })
})
