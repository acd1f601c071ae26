import { describe, expect, test } from 'vitest'
import { toPlanText } from './planText.js'

describe('toPlanText', () => {
  test('keeps every key of data, whatever it is called', () => {
    expect(toPlanText({ place: 1n })).not.toBe(toPlanText({ place: 2n }))
    expect(toPlanText({ line: 'a' })).not.toBe(toPlanText({ line: 'b' }))
  })

  test('does not depend on the order of keys', () => {
    expect(toPlanText({ b: 1n, a: [true, null] })).toBe(toPlanText({ a: [true, null], b: 1n }))
  })

  test.each([[() => 1], [new Map()], [new Date(0)]])(
    'refuses %s, which it could not tell',
    (value) => {
      expect(() => toPlanText({ value })).toThrow(
        expect.objectContaining({ code: 'value-not-plain' }),
      )
    },
  )
})
