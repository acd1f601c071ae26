import { parseRatio, ratioOf, type Ratio } from '../../amounts/Ratio.js'
import {
  account,
  amount,
  flag,
  id,
  list,
  oneOf,
  opaque,
  rate,
  ratio,
  text,
  units,
  type Cell,
  type Column,
  type Columns,
  type ItemColumn,
  type ItemColumns,
  type Row,
} from '../../claims/columns.js'
import {
  defer,
  defineClaimKind,
  type ClaimKind,
  type CollectContext,
} from '../../claims/defineClaimKind.js'
import { defineTable } from '../../claims/defineTable.js'
import { reject } from '../../tlm/defineTlm.js'
import type { KernelDraw } from '../kernelDraw.fixture.js'
import { DENOMINATIONS, MODES } from './RuleValues.fixture.js'

/** Kinds of ids, and which names there are of each: few, so that claims meet. */
export const ID_KINDS = ['app', 'node', 'supply'] as const
export const NAMES = [
  ...['a1', 'b', 'a10', 'z!~', 'na\u00efve', '\uffee', 'node\u{1f9fe}', 'x y'],
  '\u00e9'.repeat(128),
] as const
export const PAYEES = [
  'module/treasury',
  'module/b\u00fccher',
  'app/a1/funds',
  'node/node\u{1f9fe}/bond',
  'supply/b/stock',
  'other/q',
] as const

export const voters = defineTable('voters', {
  key: ['voter'],
  columns: { voter: id('app'), weight: units() },
})

/** A claim kind and how its claims are told apart. */
export interface FuzzKind {
  readonly kind: ClaimKind
  /** Column that decides the route, if any. */
  readonly routed: string | undefined
}

/** A claim kind of random columns: its key, what rules read, facts that are looked up. */
export function fuzzKind(draw: KernelDraw, name: string): FuzzKind {
  const columns: Record<string, Column> = { claim: id('claim') }
  const key = ['claim']
  if (draw.once(2)) key.unshift('app')
  if (draw.once(2)) key.unshift('session')
  if (draw.once(6)) key.unshift('mode')
  if (key.includes('app') || draw.once(2)) columns['app'] = id('app')
  if (key.includes('session') || draw.once(2)) columns['session'] = units()
  if (key.includes('mode') || draw.once(2)) columns['mode'] = oneOf(...MODES)
  const opened = draw.once(2)
  if (opened) columns['opened'] = units()
  Object.assign(columns, someColumns(draw, '', 9))
  for (let index = draw.roll(3); index > 0; index--) {
    columns[`items${index}`] = list(itemColumns(draw), draw.once(3) ? 6 : undefined)
  }
  if (draw.once(4)) columns['blob'] = opaque()
  if (draw.once(6)) columns['remark'] = text()
  const facts = draw.once(2) ? someColumns(draw, 'fact', 4) : {}
  if (draw.once(8)) facts['factItems'] = list(itemColumns(draw))
  const watermark = draw.once(5) && opened ? { column: 'opened', keep: 9n } : undefined
  const kind = defineClaimKind<string, Columns, Columns>(name, {
    key,
    columns: shuffled(draw, columns),
    facts,
    codes: ['not-now', 'unknown'],
    tables: [voters],
    ...(opened ? { openedAt: 'opened' } : {}),
    ...(watermark === undefined ? {} : { watermark }),
    ...(Object.keys(facts).length > 0 || draw.once(4)
      ? { collect: collector(facts) as never }
      : {}),
  })
  const routed = columns['mode'] !== undefined && draw.once(2) ? 'mode' : undefined
  return { kind, routed }
}

function someColumns(draw: KernelDraw, prefix: string, most: number): Record<string, Column> {
  const makes: readonly (() => Column)[] = [
    () => amount<string>(draw.pick(DENOMINATIONS)),
    () => amount('tok'),
    () => units(),
    () => ratio(),
    () => rate<string, string>('gem', draw.pick(['tok', 'cred'])),
    () => flag(),
    () => id<string>(draw.pick(ID_KINDS)),
    () => account(),
    () => oneOf(...MODES),
  ]
  const columns: Record<string, Column> = { [`${prefix}a`]: amount('tok') }
  for (let index = 1 + draw.roll(most); index > 0; index--) {
    columns[`${prefix}c${index}`] = draw.pick(makes)()
  }
  return columns
}

function itemColumns(draw: KernelDraw): ItemColumns {
  const columns: Record<string, ItemColumn> = { to: account(), w: units() }
  if (draw.once(2)) columns['who'] = id<string>(draw.pick(ID_KINDS))
  if (draw.once(2)) columns['part'] = amount<string>(draw.pick(DENOMINATIONS))
  if (draw.once(3)) columns['is'] = flag()
  if (draw.once(3)) columns['rate'] = ratio()
  if (draw.once(3)) columns['mode'] = oneOf(...MODES)
  return columns
}

/** Columns in any order: rows are read in the order declared. */
function shuffled(draw: KernelDraw, columns: Columns): Columns {
  const entries = Object.entries(columns)
  for (let left = entries.length - 1; left > 0; left--) {
    const other = draw.roll(left + 1)
    const [a, b] = [entries[left], entries[other]]
    if (a === undefined || b === undefined) continue
    entries[left] = b
    entries[other] = a
  }
  return Object.fromEntries(entries)
}

type Collect = (claim: Row, context: CollectContext) => Row | { readonly rejected: string }

/** Looks facts up from what a claim is called: some are rejected, deferred, or fail. */
function collector(facts: Columns): Collect {
  return (claim, context) => {
    const text = typeof claim['claim'] === 'string' ? claim['claim'] : ''
    const number = sumOf(text)
    if (number % 13 === 0) return reject('unknown')
    if (number % 17 === 0) return defer('not-now') as never
    if (number % 29 === 0) throw new Error(`no facts of ${text.slice(0, 9)}`)
    const weight = context.find(voters, 'a1')?.weight ?? 0n
    return Object.fromEntries(
      Object.entries(facts).map(([name, column]) => [name, fact(column, number, weight)]),
    )
  }
}

function sumOf(text: string): number {
  let sum = 0
  for (const character of text) sum += character.codePointAt(0) ?? 0
  return sum
}

function fact(column: Column, number: number, weight: bigint): Cell {
  switch (column.type) {
    case 'amount':
    case 'units':
      return BigInt(number % 23) + weight
    case 'ratio':
    case 'rate':
      return ratioOf(BigInt(number % 7), BigInt(1 + (number % 5)))
    case 'flag':
      return number % 2 === 0
    case 'oneOf':
      return MODES[number % 3] ?? 'slow'
    case 'id':
      return NAMES[number % NAMES.length] ?? 'a1'
    case 'account':
      return PAYEES[number % PAYEES.length] ?? 'other/q'
    case 'opaque':
    case 'text':
      return ''
    case 'list':
      return Array.from({ length: number % 3 }, (_, index) =>
        Object.fromEntries(
          Object.entries(column.of).map(([name, of]) => [name, fact(of, number + index, weight)]),
        ),
      )
  }
}

/** How large the numbers of a case are, and how often they are at an edge. */
export interface Size {
  readonly below: number
  readonly edges: number
}

/** A random value of a column, as data has it. */
export function fuzzCell(draw: KernelDraw, column: Column, size: Size): unknown {
  switch (column.type) {
    case 'amount':
      return draw.once(size.edges) ? draw.wide() : BigInt(draw.roll(size.below))
    case 'units':
      if (draw.once(size.edges)) return draw.wide()
      return draw.once(12) ? 0n : BigInt(1 + draw.roll(5))
    case 'ratio':
    case 'rate':
      return shownRatio(
        draw.once(size.edges) ? draw.ratio() : parseRatio(`${draw.roll(150)}/100`, 'r'),
      )
    case 'flag':
      return draw.once(2)
    case 'oneOf':
      return draw.pick(column.values)
    case 'id':
      return draw.pick(NAMES)
    case 'account':
      return draw.once(2) ? draw.pick(PAYEES) : `app/${draw.pick(NAMES)}/funds`
    case 'opaque':
      return draw.pick(['', '00', 'deadbeef'])
    case 'text':
      return draw.pick(['', 'late by 3 s', 'grün/Σ'])
    case 'list':
      return Array.from({ length: Math.min(draw.roll(5), column.elementsMax) }, () =>
        Object.fromEntries(
          Object.entries(column.of).map(([name, of]) => [name, fuzzCell(draw, of, size)]),
        ),
      )
  }
}

function shownRatio({ num, den }: Ratio): string {
  return `${num}/${den}`
}
