import { AMOUNT_MAX } from '../../amounts/Amount.js'
import {
  account,
  amount,
  flag,
  id,
  oneOf,
  ratio,
  units,
  type Column,
  type Columns,
  type Row,
} from '../../claims/columns.js'
import type { StandardSchema } from '../../params/StandardSchema.js'
import type { FullScope } from '../../rules/createScope.js'
import { Condition } from '../../rules/Condition.js'
import { Symbolic } from '../../rules/Symbolic.js'
import type { Phase } from '../../tlm/Phase.js'
import { defineTlm, reject } from '../../tlm/defineTlm.js'
import { use, type Use } from '../../tlm/use.js'
import { KernelDraw } from '../kernelDraw.fixture.js'
import { CODES, EVENTS, OUTCOMES, REASONS, RuleStatements } from './RuleStatements.fixture.js'
import { MODES, RuleValues } from './RuleValues.fixture.js'

/** What a chain has so far, and what is drawn from. */
export interface ChainSetting {
  readonly draw: KernelDraw
  readonly key: readonly string[]
  /** Columns of the claim and of what earlier TLMs wrote. */
  readonly columns: Record<string, Column>
  readonly isLeftOut: (label: string) => boolean
  readonly label: string
}

/** One parameter: a number that the whole rule depends on. */
const variant: StandardSchema<{ readonly variant?: bigint }, { readonly variant: bigint }> = {
  '~standard': {
    version: 1,
    vendor: 'fuzz',
    validate: (value) => {
      const given = (value as { readonly variant?: bigint }).variant
      return { value: { variant: given ?? 1n } }
    },
  },
}

const shapes = Object.fromEntries(
  Object.entries(EVENTS).map(([name, fields]) => [
    name,
    Object.fromEntries(Object.keys(fields).map((field): [string, Column] => [field, units()])),
  ]),
)
const vocabulary = {
  version: '1.0.0',
  params: variant,
  reasons: REASONS,
  codes: CODES,
  outcomes: OUTCOMES,
  events: shapes,
} as const

/** A random TLM for a chain; what it writes stands in the chain's columns afterwards. */
export function fuzzUse(setting: ChainSetting, phase: Phase, index: number): Use {
  const { draw, columns } = setting
  const name = `${phase}-${index}`
  const seed = draw.roll(0x7fffffff)
  const isRule = phase === 'settle' || !draw.once(phase === 'price' ? 4 : 6)
  const writes = writesOf(setting, { phase, index, made: isRule ? MADE : COUNTED })
  const reads = readsOf(setting, { phase, isRule, writes })
  const renames = Object.fromEntries(
    Object.keys(reads)
      .filter((column) => !setting.key.includes(column) && draw.once(5))
      .map((column) => [column, `own-${column}`]),
  )
  const own = Object.fromEntries(
    Object.entries(reads).map(([column, type]) => [renames[column] ?? column, type]),
  )
  const back = Object.fromEntries(Object.entries(renames).map(([column, to]) => [to, column]))
  Object.assign(columns, writes)
  const base = { ...vocabulary, name, phase, reads: own, writes }
  const tlm = isRule
    ? defineTlm({ ...base, rule: ruleOf(setting, { seed, phase, name, writes, back }) as never })
    : defineTlm({ ...base, perClaim: perClaimOf(seed, writes, back) as never } as never)
  return use(tlm as never, { reads: back as never })
}

const EXTRAS: Readonly<Record<string, Column>> = {
  units: units(),
  amount: amount('gem'),
  ratio: ratio(),
  flag: flag(),
  oneOf: oneOf(...MODES),
  id: id('app'),
  account: account(),
}

/** Types that a rule can make a value of, whatever it reads. */
const MADE: ReadonlySet<string> = new Set(['units', 'amount', 'ratio', 'flag', 'account'])
const COUNTED: ReadonlySet<string> = new Set(['units', 'amount'])

interface Writer {
  readonly phase: Phase
  readonly index: number
  /** Types that it can make values of. */
  readonly made: ReadonlySet<string>
}

/** What a TLM writes: price `claimed`, the first limit `settled`, settle perhaps `paid`. */
function writesOf({ draw, columns }: ChainSetting, { phase, index, made }: Writer): Columns {
  const writes: Record<string, Column> = {}
  if (phase === 'price') writes['claimed'] = amount('tok')
  if (phase === 'limit' && columns['settled'] === undefined) writes['settled'] = amount('tok')
  if (phase === 'settle' && columns['paid'] === undefined && draw.once(4)) {
    writes['paid'] = amount('tok')
  }
  const types = new Set(Object.values(columns).map(({ type }) => type))
  const found = (type: Column['type']): boolean => made === MADE && types.has(type)
  const extras = Object.values(EXTRAS).filter(({ type }) => made.has(type) || found(type))
  if (draw.once(2)) writes[`out${phase}${index}`] = draw.pick(extras)
  return writes
}

interface Reader {
  readonly phase: Phase
  readonly isRule: boolean
  readonly writes: Columns
}

function readsOf({ draw, columns }: ChainSetting, { phase, isRule, writes }: Reader): Columns {
  const reads: Record<string, Column> = {}
  const written = new Set(Object.values(writes).map(({ type }) => type))
  for (const [name, column] of Object.entries(columns)) {
    if (['opaque', 'text'].includes(column.type) || (!isRule && column.type === 'list')) continue
    const wanted = ['claimed', 'settled'].includes(name) || written.has(column.type)
    if (wanted || draw.roll(10) < (phase === 'settle' ? 7 : 6)) reads[name] = column
  }
  return reads
}

interface RuleDraft {
  readonly seed: number
  readonly phase: Phase
  readonly name: string
  readonly writes: Columns
  /** Name in the rule -> column of the chain. */
  readonly back: Readonly<Record<string, string>>
}

type Rule = (
  row: Readonly<Record<string, Symbolic>>,
  params: { readonly variant: bigint },
  claim: FullScope,
) => unknown

function ruleOf(setting: ChainSetting, { seed, phase, name, writes, back }: RuleDraft): Rule {
  const { key, isLeftOut, label } = setting
  return (row, params, claim) => {
    const draw = new KernelDraw(seed + 7919 * Number(params.variant))
    const values = new RuleValues(draw)
    const byName = new Map<string, Symbolic>()
    for (const [own, value] of Object.entries(row)) {
      byName.set(back[own] ?? own, value)
      if (value instanceof Condition) values.addPending(value)
      else values.add(value)
    }
    const statements = new RuleStatements({ phase, claim, key, isLeftOut })
    const count = phase === 'settle' ? 1 + draw.roll(5) : draw.roll(5)
    statements.write(values, `${label}.${name}`, count)
    const written = Object.entries(writes).map(([write, column]) => {
      return [write, writtenValue(values, write, { column, byName })] as const
    })
    statements.finish(values)
    return Object.fromEntries(written)
  }
}

interface Written {
  readonly column: Column
  readonly byName: ReadonlyMap<string, Symbolic>
}

/** What is granted is mostly at most what is asked for: else the promise is broken. */
function writtenValue(values: RuleValues, write: string, { column, byName }: Written): Symbolic {
  const { draw } = values
  const limiting = byName.get(write === 'settled' ? 'claimed' : write === 'paid' ? 'settled' : '')
  if (write === 'claimed' || write === 'settled' || write === 'paid') {
    const value = values.amount('tok', 2)
    const limit = values.known.amounts.find(({ node }) => node === limiting?.node)
    return limit === undefined || draw.once(25) ? value : limit.min(value)
  }
  const denomination = column.type === 'amount' ? column.denomination : 'tok'
  const value = values.ofType(column.type, denomination)
  if (value instanceof Symbolic) return value
  const same = [...byName.values()].find((each) => typeOf(each) === column.type)
  if (same !== undefined) return same
  throw new Error(`nothing to write as ${write}`)
}

function typeOf(value: Symbolic): string {
  return value.constructor.name.replace('Symbolic', '').toLowerCase()
}

type PerClaim = (row: Row, params: { readonly variant: bigint }) => unknown

/** A plain function: now and then it rejects, throws, forgets a write or writes nonsense. */
function perClaimOf(
  seed: number,
  writes: Columns,
  back: Readonly<Record<string, string>>,
): PerClaim {
  return (row, params) => {
    const byName = new Map(Object.entries(row).map(([own, cell]) => [back[own] ?? own, cell]))
    let sum = BigInt(seed % 50) + params.variant
    for (const cell of byName.values()) sum += weightOf(cell)
    if (sum % 19n === 0n) return reject('late')
    if (sum % 23n === 0n) throw new Error(`${sum} is refused`)
    if (sum % 31n === 0n) return {}
    if (sum % 37n === 0n) return Object.fromEntries(Object.keys(writes).map((name) => [name, -1n]))
    if (sum % 41n === 0n) return Object.fromEntries(Object.keys(writes).map((name) => [name, 1]))
    const claimed = byName.get('claimed')
    return Object.fromEntries(
      Object.keys(writes).map((name) => {
        const value = sum > AMOUNT_MAX ? AMOUNT_MAX : sum
        const capped = name === 'settled' && typeof claimed === 'bigint' && claimed < value
        return [name, capped ? claimed : value]
      }),
    )
  }
}

function weightOf(cell: Row[string]): bigint {
  if (typeof cell === 'bigint') return cell
  if (typeof cell === 'string') return BigInt(cell.length)
  if (typeof cell === 'boolean') return cell ? 1n : 0n
  return 'num' in cell ? cell.num + 2n * cell.den : 0n
}
