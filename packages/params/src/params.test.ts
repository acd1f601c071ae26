import { isTlmkitError } from '@tlmkit/core'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import {
  accountParam,
  amountParam,
  boundsText,
  choiceParam,
  flagParam,
  idParam,
  idsParam,
  listParams,
  quantitiesParam,
  ratioParam,
  sharesParam,
  unitsParam,
  type Shares,
} from './index.js'

const params = z.strictObject({
  mintRatio: ratioParam('1', { above: '0', max: '1', unit: 'per burn', effect: 'Share minted.' }),
  probability: ratioParam(0.25, { min: '0', max: '1', effect: 'How often a proof is asked.' }),
  bonusMultiplier: unitsParam(1n, { min: 1n, max: 1000n, unit: 'times', effect: 'Highest bonus.' }),
  threshold: amountParam(20_000_000n, { unit: 'upokt', effect: 'Claims from here are proven.' }),
  dao: accountParam('module/dao', { effect: 'Takes what the split leaves over.' }),
  cause: idParam('late', { effect: 'Name under which penalties are counted.' }),
  split: sharesParam(
    { dao: '0.1', proposer: '0.05', supplier: '0.7', sourceOwner: '0.15', application: '0' },
    { effect: 'Who gets the mint.' },
  ),
})

function messagesOf(input: unknown): string[] {
  const parsed = params.safeParse(input)
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)
}

function codeOf(define: () => unknown): string | undefined {
  try {
    define()
  } catch (error) {
    return isTlmkitError(error) ? error.code : String(error)
  }
  return undefined
}

test('defaults are parsed values', () => {
  expect(params.parse({})).toEqual({
    mintRatio: { num: 1n, den: 1n },
    probability: { num: 1n, den: 4n },
    bonusMultiplier: 1n,
    threshold: 20_000_000n,
    dao: 'module/dao',
    cause: 'late',
    split: {
      dao: { num: 1n, den: 10n },
      proposer: { num: 1n, den: 20n },
      supplier: { num: 7n, den: 10n },
      sourceOwner: { num: 3n, den: 20n },
      application: { num: 0n, den: 1n },
    },
  })
})

describe('what may be written', () => {
  test.each([
    // key, value, parsed
    ['mintRatio', '0.975', { num: 39n, den: 40n }],
    ['mintRatio', 0.975, { num: 39n, den: 40n }],
    ['mintRatio', 0.001, { num: 1n, den: 1000n }],
    ['mintRatio', 1e-7, { num: 1n, den: 10_000_000n }],
    ['mintRatio', '39/40', { num: 39n, den: 40n }],
    ['mintRatio', { num: 39n, den: 40n }, { num: 39n, den: 40n }],
    ['probability', 0, { num: 0n, den: 1n }],
    ['bonusMultiplier', 2, 2n],
    ['bonusMultiplier', '1000', 1000n],
    ['bonusMultiplier', 2n, 2n],
    ['threshold', '340282366920938463463374607431768211455', (1n << 128n) - 1n],
    ['dao', 'operator/op7/bound', 'operator/op7/bound'],
    ['cause', 'batch failed', 'batch failed'],
  ])('%s: %s', (key, value, parsed) => {
    expect(params.parse({ [key]: value })).toMatchObject({ [key]: parsed })
  })
})

describe('what is refused, in one sentence', () => {
  test.each([
    // key, value, message
    ['mintRatio', null, 'mintRatio: a value of type object is not an exact ratio'],
    ['mintRatio', -0.5, 'mintRatio: -0.5 is not an exact ratio'],
    ['mintRatio', 0, 'mintRatio: 0 is out of bounds: give a ratio above 0 and at most 1.'],
    ['mintRatio', 1.3, 'mintRatio: 1.3 is out of bounds: give a ratio above 0 and at most 1.'],
    ['probability', 1.1, 'probability: 1.1 is out of bounds: give a ratio at least 0 and at most'],
    ['bonusMultiplier', 1.5, 'bonusMultiplier: 1.5 is not a whole number'],
    ['bonusMultiplier', 9007199254740993, 'write it as a string'],
    [
      'bonusMultiplier',
      '1000000',
      'bonusMultiplier: 1000000 is out of bounds: give times, at least 1 and at most 1000.',
    ],
    [
      'bonusMultiplier',
      '18446744073709551615',
      'bonusMultiplier: 18446744073709551615 is out of bounds',
    ],
    ['threshold', '20upokt', 'threshold: 20upokt is not a whole number'],
    ['dao', 'dao', 'dao: "dao" is not an account'],
    ['dao', 7, 'dao: "a value of type number" is not an account'],
    ['cause', 'a/b', 'cause: an id has no slash'],
    ['cause', '', 'cause: an id has at least one character'],
    ['cause', 7, 'cause: an id is text, write it as a string'],
    ['split', [], 'split: the value is not an object; give a share to each of dao, proposer'],
    ['split', { dao: '1' }, 'split: proposer is missing; give a share to each of dao, proposer'],
    ['split', { suplier: '1' }, 'Did you mean "supplier"?'],
    [
      'split',
      { dao: -0.1, proposer: 0.1, supplier: 0.3, sourceOwner: 0.1, application: 0.6 },
      'split.dao: -0.1 is not an exact ratio',
    ],
    [
      'split',
      { dao: 0.1, proposer: 0, supplier: 0.1, sourceOwner: 0.1, application: 0.6 },
      'split: a sum of 0.9 is out of bounds: the shares must sum to exactly 1.',
    ],
  ])('%s: %j', (key, value, message) => {
    const messages = messagesOf({ [key]: value })
    expect(messages).toHaveLength(1)
    expect(messages[0]).toContain(message)
  })
})

test('a parameter in a nested object is named by its whole path', () => {
  const parsed = z.object({ proof: params }).safeParse({ proof: { mintRatio: '2' } })
  expect(parsed.error?.issues[0]?.path).toEqual(['proof', 'mintRatio'])
  expect(parsed.error?.issues[0]?.message).toContain('proof.mintRatio: 2 is out of bounds')
})

describe('a wrong definition', () => {
  test.each([
    ['default below min', () => unitsParam(0n, { min: 1n, unit: 'blocks', effect: 'x' })],
    ['default above max', () => ratioParam('1.1', { max: '1', effect: 'x' })],
    ['both lower bounds', () => ratioParam('1', { min: '0', above: '0', effect: 'x' })],
    ['no effect', () => amountParam(0n, { unit: 'upokt', effect: ' ' })],
    ['no id', () => idParam('a/b', { effect: 'x' })],
    ['no account', () => accountParam('dao', { effect: 'x' })],
    ['shares over 1', () => sharesParam({ a: '0.5', b: '0.6' }, { effect: 'x' })],
  ])('%s', (_, define) => {
    expect(codeOf(define)).toBe('param-definition-invalid')
  })
})

test('documentation reads unit, bounds, default and effect', () => {
  expect(listParams(params)).toEqual([
    {
      key: 'mintRatio',
      kind: 'ratio',
      unit: 'per burn',
      above: '0',
      max: '1',
      default: '1',
      effect: 'Share minted.',
    },
    {
      key: 'probability',
      kind: 'ratio',
      unit: 'ratio',
      min: '0',
      max: '1',
      default: '0.25',
      effect: 'How often a proof is asked.',
    },
    {
      key: 'bonusMultiplier',
      kind: 'units',
      unit: 'times',
      min: '1',
      max: '1000',
      default: '1',
      effect: 'Highest bonus.',
    },
    {
      key: 'threshold',
      kind: 'amount',
      unit: 'upokt',
      min: '0',
      default: '20000000',
      effect: 'Claims from here are proven.',
    },
    {
      key: 'dao',
      kind: 'account',
      unit: 'account path',
      default: 'module/dao',
      effect: 'Takes what the split leaves over.',
    },
    {
      key: 'cause',
      kind: 'id',
      unit: 'id',
      default: 'late',
      effect: 'Name under which penalties are counted.',
    },
    {
      key: 'split',
      kind: 'shares',
      unit: 'share',
      min: '0',
      max: '1',
      default: 'dao 0.1, proposer 0.05, supplier 0.7, sourceOwner 0.15, application 0',
      effect: 'Who gets the mint.',
    },
  ])
})

test('JSON Schema can be written from it', () => {
  const schema = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' })
  expect(schema.properties?.['bonusMultiplier']).toMatchObject({ unit: 'times', default: '1' })
  expect(schema.required).toBeUndefined()
})

test('types of what may be written and what a rule receives', () => {
  expectTypeOf<z.input<typeof params>['bonusMultiplier']>().toEqualTypeOf<
    string | number | bigint | undefined
  >()
  expectTypeOf<z.output<typeof params>['bonusMultiplier']>().toEqualTypeOf<bigint>()
  expectTypeOf<z.output<typeof params>['split']>().toEqualTypeOf<
    Shares<'dao' | 'proposer' | 'supplier' | 'sourceOwner' | 'application'>
  >()
})

describe('words, flags and names', () => {
  const lists = z.strictObject({
    mode: choiceParam(['penalty', 'literal'], { effect: 'Who bears lateness.' }),
    paused: flagParam(false, { effect: 'No new work is taken.' }),
    reporters: idsParam(['r1'], { unit: 'reporters', effect: 'Who may report.' }),
  })

  test('are parsed, and documented', () => {
    expect(lists.parse({})).toEqual({ mode: 'penalty', paused: false, reporters: ['r1'] })
    expect(lists.parse({ mode: 'literal', paused: true, reporters: ['b', 'a'] })).toEqual({
      mode: 'literal',
      paused: true,
      reporters: ['b', 'a'],
    })
    expect(listParams(lists).map(({ kind, default: value }) => [kind, value])).toEqual([
      ['choice', 'penalty'],
      ['flag', 'false'],
      ['ids', 'r1'],
    ])
  })

  test.each([
    [{ mode: 'litral' }, 'mode: "litral" is out of bounds: give one of penalty, literal.'],
    [{ paused: 'true' }, 'paused: "true" is out of bounds: give true or false, without quotes.'],
    [{ reporters: 'r1' }, 'reporters: string is out of bounds: give a list of names.'],
    [{ reporters: ['a', 'a'] }, 'reporters: "a" twice is out of bounds: give each name once.'],
    [{ reporters: ['a/b'] }, expect.stringContaining('reporters[0]')],
  ])('refuses %o', (input, message) => {
    const parsed = lists.safeParse(input)
    expect(parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)).toEqual([
      message,
    ])
  })
})

describe('names with numbers', () => {
  const models = quantitiesParam(
    { small: 800n, large: '2500' },
    { of: 'models', min: 1n, max: 10_000n, unit: 'ms', effect: 'Models served, and how fast.' },
  )
  const served = z.strictObject({ models })

  test('are parsed, and documented', () => {
    expect(served.parse({})).toEqual({ models: { small: 800n, large: 2500n } })
    const written: unknown = JSON.parse('{"__proto__":7,"b":"10000"}')
    const parsed = served.parse({ models: written }).models
    expect(Object.entries(parsed)).toEqual([
      ['__proto__', 7n],
      ['b', 10_000n],
    ])
    expect(served.parse({ models: {} })).toEqual({ models: {} })
    expect(listParams(served)).toEqual([
      {
        key: 'models',
        kind: 'quantities',
        unit: 'ms',
        default: 'small 800, large 2500',
        effect: 'Models served, and how fast.',
        min: '1',
        max: '10000',
      },
    ])
  })

  test.each([
    [['a'], 'models: a value of type object is out of bounds: give a number to each of models.'],
    [7, 'models: a value of type number is out of bounds: give a number to each of models.'],
    [{ a: 0 }, 'models.a: 0 is out of bounds: give ms, at least 1 and at most 10000.'],
    [{ a: 10_001 }, 'models.a: 10001 is out of bounds: give ms, at least 1 and at most 10000.'],
    [{ a: 1.5 }, expect.stringContaining('models.a: 1.5 is not a whole number')],
    [{ 'a/b': 1 }, expect.stringContaining('models: a name: an id has no slash')],
    [{ '': 1 }, expect.stringContaining('models: a name: an id has at least one character')],
  ])('refuses %j', (input, message) => {
    const parsed = served.safeParse({ models: input })
    const messages = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)
    expect(messages).toEqual([message])
  })
})

describe('bounds in words', () => {
  const of = { kind: 'units' } as const
  test.each([
    [{ ...of, min: '0' }, 'from 0'],
    [{ ...of, min: '1', max: '9' }, '1 to 9'],
    [{ kind: 'ratio', above: '0', max: '1' }, 'above 0 to 1'],
    [{ kind: 'ratio', above: '0' }, 'above 0'],
    [{ kind: 'shares', min: '0', max: '1' }, 'each 0 to 1, sum exactly 1'],
    [{ kind: 'choice', choices: ['a', 'b', 'c'] }, 'a, b or c'],
    [{ kind: 'choice', choices: ['lru'] }, 'lru'],
    [{ kind: 'flag' }, 'true or false'],
    [{ kind: 'account' }, 'any account'],
    [{ kind: 'id' }, 'any id'],
    [{ kind: 'ids' }, 'ids, each once'],
    [{ kind: 'quantities', min: '1' }, 'ids, each from 1'],
  ] as const)('%j: %s', (meta, text) => {
    expect(boundsText(meta)).toBe(text)
  })
})
