import { isTlmkitError } from '../../errors/BaseError.js'
import { settle, type SettleInput, type SettleResult } from '../../settlement/settle.js'
import type { SettleInternals, SettleOptions } from '../../settlement/settle.js'
import type { State } from '../../state/State.js'
import { KernelDraw } from '../kernelDraw.fixture.js'
import { streamDifference } from './streamCase.fixture.js'
import { inputOf, shuffle, type FuzzCase, type Raw } from './fuzzCase.fixture.js'

/** What a case came to on the reference engine, and where the columnar engine differs. */
export interface Comparison {
  readonly results: readonly SettleResult[]
  /** Code of the error that ended it. */
  readonly error: string | undefined
  readonly difference: string | undefined
}

type Ran = { readonly result: SettleResult } | { readonly error: string; readonly code: string }

type Engine = SettleOptions & SettleInternals

/** Settles a case with both engines, in blocks of several sizes and orders of arrival. */
export function compareEngines(fuzz: FuzzCase, engines = enginesOf(fuzz)): Comparison {
  const results: SettleResult[] = []
  let { state } = fuzz
  for (const [index, round] of fuzz.rounds.entries()) {
    const input = inputOf(round, index, (rows) => rows)
    const expected = run(fuzz, state, { input, options: { engine: 'reference' } })
    for (const [place, options] of engines.entries()) {
      const order =
        place === 0 ? (rows: readonly Raw[]) => rows : shuffle(new KernelDraw(fuzz.seed + place))
      const own = inputOf(round, index, order)
      const given = run(fuzz, state, { input: own, options })
      const difference = differenceOf(expected, given)
      if (difference === undefined) continue
      const how = `round ${index}, blockRows ${options.blockRows ?? 'default'}`
      return { results, error: undefined, difference: `${how}: ${difference}` }
    }
    if ('error' in expected) return { results, error: expected.code, difference: undefined }
    const { network, blockRows } = fuzz
    const streamed = streamDifference({ network, state, input, blockRows }, expected.result)
    if (streamed !== undefined) {
      return { results, error: undefined, difference: `round ${index}, streamed: ${streamed}` }
    }
    results.push(expected.result)
    ;({ state } = expected.result)
  }
  return { results, error: undefined, difference: undefined }
}

/** Every row for itself, small blocks, and sometimes the blocks that are used for real. */
function enginesOf({ seed, blockRows }: FuzzCase): readonly Engine[] {
  const sizes = [blockRows, 1 + (seed % 3)]
  if (seed % 4 === 0) sizes.push(7)
  const engines = sizes.map((rows): Engine => ({ engine: 'columnar', blockRows: rows }))
  return seed % 5 === 0 ? [...engines, { engine: 'columnar' }] : engines
}

interface Run {
  readonly input: SettleInput
  readonly options: Engine
}

function run({ network }: FuzzCase, state: State, { input, options }: Run): Ran {
  try {
    return { result: settle(network, state, input, options) }
  } catch (error) {
    if (isTlmkitError(error)) {
      return {
        error: `${error.name} ${error.kind} ${error.code}: ${error.message}`,
        code: error.code,
      }
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { error: `a fault of its own: ${text}`, code: 'fault' }
  }
}

function differenceOf(expected: Ran, given: Ran): string | undefined {
  if ('error' in expected || 'error' in given) {
    const a = 'error' in expected ? expected.error : 'settles'
    const b = 'error' in given ? given.error : 'settles'
    return a === b ? undefined : `reference ${a}\n  columnar ${b}`
  }
  const [a, b] = [expected.result, given.result]
  for (const [what, of] of PARTS) {
    const [x, y] = [of(a), of(b)]
    if (x === y) continue
    return `${what}: ${firstDifference(x, y)}`
  }
  return undefined
}

const PARTS: readonly (readonly [string, (result: SettleResult) => string])[] = [
  ['entries', (result) => shown(result.blocks.map(({ entries }) => entries))],
  ['state', ({ state }) => shown(state)],
  ['receipt', ({ receipt }) => shown(receipt)],
  [
    'blocks',
    ({ blocks }) => shown(blocks.map(({ hash, count, previous }) => [hash, count, previous])),
  ],
  ['deferred', ({ deferred }) => shown(deferred)],
  ['payouts', ({ payouts }) => shown(payouts)],
  ['receipt hash', ({ receiptHash }) => receiptHash],
  ['dust', ({ dust }) => shown(dust)],
]

/** A value as text: maps by their keys, whatever order they were filled in. */
export function shown(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`
  if (Array.isArray(value)) return `[${value.map(shown).join(',\n')}]`
  const isMap = value instanceof Map
  const entries = isMap ? [...value] : Object.entries(value)
  const lines = entries.map(([key, each]) => `${String(key)}: ${shown(each)}`)
  return isMap ? `Map{${lines.sort(byText).join(',\n')}}` : `{${lines.join(', ')}}`
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The first lines that differ. */
function firstDifference(a: string, b: string): string {
  const [x, y] = [a.split('\n'), b.split('\n')]
  const line = x.findIndex((text, index) => text !== y[index])
  const at = line < 0 ? x.length : line
  return `line ${at}\n  reference ${x[at] ?? 'ends'}\n  columnar  ${y[at] ?? 'ends'}`
}
