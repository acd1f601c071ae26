import {
  account,
  amount,
  canonicalJson,
  defineClaimKind,
  flag,
  id,
  list,
  oneOf,
  opaque,
  rate,
  ratio,
  units,
  type ClaimKind,
  type Json,
} from '@tlmkit/core'
import { parseJson } from '../json/parseJson.js'

/** A source of choices, such as `Dice` of `@tlmkit/testing`. */
export interface Choices {
  roll(below: number): number
  once(of: number): boolean
  pick<T>(choices: readonly T[]): T
}

/** A claim kind with a column of every type. */
export const jobs: ClaimKind = defineClaimKind('jobs', {
  key: ['session', 'caller', 'job', 'mode'],
  columns: {
    caller: id('caller'),
    asked: amount('tok'),
    session: units(),
    share: ratio(),
    isUrgent: flag(),
    mode: oneOf('fast', 'very slow', 'x', 'naïve'),
    job: id('job'),
    payee: account(),
    price: rate('tok', 'usd'),
    proof: opaque(),
    parts: list({ worker: id('worker'), relays: units(), weight: ratio(), isLate: flag() }, 6),
  },
  openedAt: 'session',
})

/** A cell as a file may hold it: text, or the source of a bare JSON token. */
export type Token = string

const IDS = ['a', 'app1', 'app10', 'app2', 'b-long-name-of-an-app', 'z!', 'ü', '\u{1F9FE}', 'a b']
const NUMBERS = ['0', '1', '12', '4095', '999999999', '1000000000', '4294967295', '4294967296']
const WIDE = [
  '999999999999999',
  '9007199254740991',
  '1000000000000000000',
  '18446744073709551616',
  '99999999999999999999999999999999999999',
  '340282366920938463463374607431768211455',
]
const RATIOS = ['0', '1', '0.5', '3/40', '39/40', '1.250', '2/4', '0.000001', '12345/678']

function natural(choices: Choices): Token {
  if (choices.once(3)) return `"${choices.pick(WIDE)}"`
  const digits = choices.once(2) ? choices.pick(NUMBERS) : String(choices.roll(100_000))
  return choices.once(4) ? digits : `"${digits}"`
}

function ratioToken(choices: Choices): Token {
  const text = choices.pick(RATIOS)
  return text.includes('/') || !choices.once(3) ? `"${text}"` : text
}

function text(choices: Choices, value: string): Token {
  if (!choices.once(12)) return canonicalJson(value)
  const units = Array.from({ length: value.length }, (_, i) =>
    value.charCodeAt(i).toString(16).padStart(4, '0'),
  )
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`
}

function account3(choices: Choices): Token {
  const kind = choices.pick(['caller', 'module', 'supplier', 'poolish', 'p'])
  const bucket = choices.once(2) ? '/stake' : ''
  return text(choices, `${kind}/${choices.pick(IDS)}${bucket}`)
}

/** The cells of a random row, as JSON tokens in declared order. */
export function randomTokens(choices: Choices): readonly (readonly [string, Token])[] {
  const item = (): readonly (readonly [string, Token])[] => [
    ['worker', text(choices, choices.pick(IDS))],
    ['relays', natural(choices)],
    ['weight', ratioToken(choices)],
    ['isLate', choices.once(2) ? 'true' : 'false'],
  ]
  const items = Array.from({ length: choices.once(2) ? 0 : choices.roll(4) }, () =>
    toObject(choices, item()),
  )
  return [
    ['caller', text(choices, choices.pick(IDS))],
    ['asked', natural(choices)],
    ['session', natural(choices)],
    ['share', ratioToken(choices)],
    ['isUrgent', choices.once(2) ? 'true' : 'false'],
    ['mode', text(choices, choices.pick(['fast', 'very slow', 'x', 'naïve']))],
    ['job', text(choices, choices.once(2) ? `job${choices.roll(500)}` : choices.pick(IDS))],
    ['payee', account3(choices)],
    ['price', ratioToken(choices)],
    ['proof', `"${choices.pick(['', '00', 'c0ffee', 'deadbeef01'])}"`],
    ['parts', `[${items.join(choices.once(2) ? ',' : ', ')}]`],
  ]
}

/** One object, its keys in some order, its white space in some way. */
export function toObject(choices: Choices, tokens: readonly (readonly [string, Token])[]): string {
  const [colon, comma] = choices.once(3) ? [': ', ', '] : [':', ',']
  const shuffled = choices.once(4) ? shuffle(choices, tokens) : tokens
  const members = shuffled.map(([name, token]) => `${canonicalJson(name)}${colon}${token}`)
  if (!choices.once(15)) return `{${members.join(comma)}}`
  return ` { ${members.join(' ,\t')}\r } `
}

function shuffle<T>(choices: Choices, values: readonly T[]): readonly T[] {
  const left = [...values]
  return values.flatMap(() => left.splice(choices.roll(left.length), 1))
}

/** A random row as one line of JSON. */
export function randomLine(choices: Choices): string {
  return toObject(choices, randomTokens(choices))
}

/** A random row as data. */
export function randomRow(choices: Choices): Readonly<Record<string, Json>> {
  const members = randomTokens(choices).map(([name, token]) => `"${name}":${token}`)
  return parseJson(`{${members.join(',')}}`, 'row') as Readonly<Record<string, Json>>
}

/** A stream of bytes in pieces of random lengths. */
export async function* pieces(
  choices: Choices,
  bytes: Uint8Array,
  lengthMax = 200,
): AsyncGenerator<Uint8Array, void> {
  await Promise.resolve()
  for (let at = 0; at < bytes.length;) {
    const length = choices.roll(lengthMax + 1)
    yield bytes.subarray(at, at + length)
    at += length
  }
}
