import { describe, expect, test } from 'vitest'
import {
  AMOUNT_MAX,
  formatRatio,
  NumberText,
  parseAccount,
  parseAmount,
  parseId,
  parseNatural,
  parseRatio,
  timesRatio,
} from '../index.js'

const codeOf = (read: () => unknown): string => {
  try {
    read()
    return 'read'
  } catch (error) {
    return (error as { readonly code: string }).code
  }
}

describe('parseNatural', () => {
  test.for([
    [undefined, 'not-a-number'],
    [null, 'not-a-number'],
    [true, 'not-a-number'],
    [['1'], 'not-a-number'],
    ['', 'number-not-plain'],
    [' 5', 'number-not-plain'],
    ['5\n', 'number-not-plain'],
    ['0x10', 'number-not-plain'],
    ['1_000', 'number-not-plain'],
    ['٣', 'number-not-plain'],
    ['+5', 'number-not-plain'],
    ['007', 'number-not-plain'],
    ['00', 'number-not-plain'],
    ['1e3', 'number-not-plain'],
    [new NumberText('1e3'), 'number-not-plain'],
    [Number.NaN, 'number-not-plain'],
    [Number.POSITIVE_INFINITY, 'number-not-plain'],
    ['-0', 'number-negative'],
    [-0, 'number-negative'],
    [new NumberText('-0'), 'number-negative'],
    ['-5', 'number-negative'],
    [-5, 'number-negative'],
    [-5n, 'number-negative'],
    ['1.5', 'number-fraction'],
    ['1.0', 'number-fraction'],
    [1.5, 'number-fraction'],
    [2 ** 53, 'number-not-exact'],
    [1e21, 'number-not-exact'],
    [new NumberText('9007199254740993'), 'number-not-exact'],
    [AMOUNT_MAX + 1n, 'amount-out-of-range'],
    [String(AMOUNT_MAX + 1n), 'amount-out-of-range'],
    ['9'.repeat(400), 'amount-out-of-range'],
  ] as const)('refuses %o with %s', ([value, code]) => {
    expect(codeOf(() => parseNatural(value, 'row 3, column stake'))).toBe(code)
    expect(codeOf(() => parseAmount(value, 'row 3, column stake'))).toBe(code)
  })

  test.for([
    ['0', 0n],
    [0, 0n],
    ['9007199254740993', 9007199254740993n],
    [2 ** 53 - 1, 9007199254740991n],
    [String(AMOUNT_MAX), AMOUNT_MAX],
    [AMOUNT_MAX, AMOUNT_MAX],
  ] as const)('reads %o', ([value, natural]) => {
    expect(parseNatural(value, 'x')).toBe(natural)
  })

  test('names the place, and tells how to write a wide number', () => {
    expect(() => parseNatural(new NumberText('9007199254740993'), 'row 3, column stake')).toThrow(
      /^row 3, column stake: 9007199254740993 .*write it as a string: "9007199254740993"\.$/,
    )
  })
})

describe('parseRatio', () => {
  test.for([
    undefined,
    null,
    '',
    '.5',
    '5.',
    '+0.5',
    '-0.5',
    -0.5,
    -0,
    '00.5',
    '1e-3',
    '1/0',
    '0/0',
    '1/-2',
    '01/2',
    ' 1/2',
    '1/2/3',
    Number.NaN,
    1e21,
    `1/${1n << 320n}`,
    `0.${'1'.repeat(97)}`,
    { num: 1n, den: 0n },
    { num: -1n, den: 2n },
  ])('refuses %o', (value) => {
    expect(codeOf(() => parseRatio(value, 'share'))).toBe('ratio-invalid')
  })

  test.for([
    ['0', 0n, 1n],
    ['0.975', 39n, 40n],
    ['6/8', 3n, 4n],
    [0.1, 1n, 10n],
    [1e-7, 1n, 10_000_000n],
    [new NumberText('0.30000000000000000004'), 7500000000000000001n, 25000000000000000000n],
    [{ num: 6n, den: 8n }, 3n, 4n],
    [`${(1n << 320n) - 1n}/1`, (1n << 320n) - 1n, 1n],
  ] as const)('reads %o exactly', ([value, num, den]) => {
    expect(parseRatio(value, 'share')).toEqual({ num, den })
  })

  test.for(['0', '1', '0.975', '1/3', '22/7', '1.5', '100'])('formats %s back', (text) => {
    expect(formatRatio(parseRatio(text, 'share'))).toBe(text)
  })

  test('takes one product and one rounding', () => {
    const third = parseRatio('1/3', 'share')
    expect(timesRatio(AMOUNT_MAX, third, 'floor')).toBe(AMOUNT_MAX / 3n)
    expect([timesRatio(10n, third, 'floor'), timesRatio(10n, third, 'ceil')]).toEqual([3n, 4n])
    expect([timesRatio(9n, third, 'floor'), timesRatio(9n, third, 'ceil')]).toEqual([3n, 3n])
  })
})

describe('parseId', () => {
  test.for([
    [5, 'id-not-text'],
    [undefined, 'id-not-text'],
    ['', 'id-empty'],
    ['x'.repeat(257), 'id-too-long'],
    ['é'.repeat(129), 'id-too-long'],
    ['\u{1F9FE}'.repeat(65), 'id-too-long'],
    ['a\u0000b', 'id-control-character'],
    ['a\tb', 'id-control-character'],
    ['a\u200bb', 'id-control-character'],
    ['a\u2028b', 'id-control-character'],
    ['\ud800', 'id-control-character'],
    [' a', 'id-control-character'],
    ['a ', 'id-control-character'],
    ['a/b', 'id-slash'],
  ] as const)('refuses %o with %s', ([value, code]) => {
    expect(codeOf(() => parseId(value, 'app'))).toBe(code)
  })

  test.for(['a', 'x'.repeat(256), 'é'.repeat(128), '\u{1F9FE}'.repeat(64), 'pokt1 abc.d-e_f:g'])(
    'reads %o',
    (value) => {
      expect(parseId(value, 'app')).toBe(value)
    },
  )
})

describe('parseAccount', () => {
  test.for([
    [5, 'account-invalid'],
    ['treasury', 'account-invalid'],
    ['a/b/c/d', 'account-invalid'],
    ['supply/mint', 'account-invalid'],
    ['supply/burn', 'account-invalid'],
    ['module/', 'id-empty'],
    ['app//stake', 'id-empty'],
    ['app/a\n/stake', 'id-control-character'],
  ] as const)('refuses %o with %s', ([value, code]) => {
    expect(codeOf(() => parseAccount(value, 'payee'))).toBe(code)
  })

  test.for(['module/treasury', 'operator/op7/bound'])('reads %s', (value) => {
    expect(parseAccount(value, 'payee')).toBe(value)
  })
})
