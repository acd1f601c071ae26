import {
  addRatios,
  compareRatios,
  didYouMean,
  formatRatio,
  InputError,
  ONE_RATIO,
  parseRatio,
  ZERO_RATIO,
  type Ratio,
} from '@tlmkit/core'
import { outOfBounds, paramSchema, type Param } from './paramSchema.js'
import type { RatioInput } from './ratioParam.js'

/** The share of each member, as written. All members are given, or none. */
export type SharesInput<Member extends string> = Readonly<Record<Member, RatioInput>>

/** The exact share of each member; they sum to exactly 1. */
export type Shares<Member extends string> = Readonly<Record<Member, Ratio>>

export interface SharesParamOptions {
  /** What is shared out, for documentation; `share` when absent. */
  readonly unit?: string
  /** One sentence: what the values change. */
  readonly effect: string
}

/**
 * A parameter that shares a whole out among named members.
 *
 * Rule: every member is given, and the shares sum to exactly 1.
 * Units: pure numbers from 0 to 1.
 * Rounding: none.
 * Errors: a zod issue with the key, the value and what would be right; at definition
 * `param-definition-invalid`.
 * Source: spec/pocket.md section 6.3.
 * @example
 * const split = sharesParam({ supplier: '0.7', dao: '0.3' }, { effect: 'Who gets the mint.' })
 * split.parse({ supplier: 0.8, dao: 0.2 }).dao // { num: 1n, den: 5n }
 */
export function sharesParam<Member extends string>(
  defaultValue: SharesInput<Member>,
  { unit = 'share', effect }: SharesParamOptions,
): Param<SharesInput<Member>, Shares<Member>> {
  const members = memberNames(defaultValue)
  const shown = members.map((member) => {
    return `${member} ${formatRatio(parseRatio(defaultValue[member], `default.${member}`))}`
  })
  return paramSchema<SharesInput<Member>, Shares<Member>>({
    meta: { kind: 'shares', unit, default: shown.join(', '), effect, min: '0', max: '1' },
    written: defaultValue,
    parse: (value, key) => parseShares(value, key, members),
  })
}

function parseShares<Member extends string>(
  value: unknown,
  key: string,
  members: readonly Member[],
): Shares<Member> {
  const given = membersGiven(value, key, members)
  const shares = members.map((member) => {
    if (!given.has(member)) throw notShares(key, `${member} is missing`, members)
    return [member, parseRatio(given.get(member), `${key}.${member}`)] as const
  })
  const sum = shares.reduce((total, [, share]) => addRatios(total, share), ZERO_RATIO)
  if (compareRatios(sum, ONE_RATIO) !== 0) {
    throw outOfBounds(key, `a sum of ${formatRatio(sum)}`, 'the shares must sum to exactly 1')
  }
  return Object.freeze(recordOf(shares))
}

function membersGiven(
  value: unknown,
  key: string,
  members: readonly string[],
): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw notShares(key, 'the value is not an object', members)
  }
  const given = new Map<string, unknown>(Object.entries(value))
  for (const name of given.keys()) {
    if (members.includes(name)) continue
    throw notShares(key, `${name} has no share here.${didYouMean(name, members)} Known`, members)
  }
  return given
}

function memberNames<Member extends string>(shares: SharesInput<Member>): readonly Member[] {
  return Object.keys(shares).filter((name): name is Member => Object.hasOwn(shares, name))
}

function recordOf<Member extends string>(
  entries: readonly (readonly [Member, Ratio])[],
): Record<Member, Ratio> {
  return Object.fromEntries(entries) as Record<Member, Ratio>
}

function notShares(key: string, found: string, members: readonly string[]): InputError {
  return new InputError({
    code: 'shares-invalid',
    message: `${key}: ${found}; give a share to each of ${members.join(', ')}.`,
    details: { key, found },
  })
}
