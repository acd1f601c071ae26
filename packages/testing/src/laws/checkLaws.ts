import {
  isTlmkitError,
  settle as settleWithCore,
  type Network,
  type Row,
  type State,
} from '@tlmkit/core'
import * as fc from 'fast-check'
import {
  arbitraryClaims,
  arbitraryTable,
  type ClaimOptions,
} from '../arbitraries/arbitraryClaims.js'
import { arbitraryState } from '../arbitraries/arbitraryState.js'
import { fuzzRuns, fuzzSeed } from '../fuzz/fuzzRuns.js'
import { printLine } from '../fuzz/printLine.js'
import { inputOf, LawBroken, type LawCase, type LawRun } from './LawCase.js'
import { laws, type LawName } from './laws.js'

/** How a network is put to the laws. Everything has a default. */
export interface LawOptions extends Omit<ClaimOptions, 'cells'> {
  /** Arbitraries of columns that chance draws badly, by claim kind, then column. */
  readonly cells?: Readonly<Record<string, ClaimOptions['cells']>>
  /** Claims by kind, instead of those derived from the kind's columns. */
  readonly claims?: Readonly<Record<string, fc.Arbitrary<readonly Row[]>>>
  /** Table rows by table, instead of derived ones. */
  readonly tables?: Readonly<Record<string, fc.Arbitrary<readonly Row[]>>>
  /** Opening states, or a fixed one, instead of tight random balances. */
  readonly state?: State | fc.Arbitrary<State>
  /** Height of the settlement, in blocks. Default: that of a fixed state, else 100. */
  readonly height?: bigint
  /** Runs per law, before TLMKIT_FUZZ multiplies them. Default 50. */
  readonly runs?: number
  readonly seed?: number
  readonly laws?: readonly LawName[]
  /** Codes of errors that such data may rightly stop a settlement with: the case is skipped. */
  readonly stops?: readonly string[]
  /** Takes the line that each law prints. Default: console.info. */
  readonly print?: (line: string) => void
  /** The implementation under test. Default: core's. */
  readonly settle?: typeof settleWithCore
}

/** What one law came to. */
export interface LawReport {
  readonly law: LawName
  readonly runs: number
  /** Postings, claims, splits or discards that were looked at: 0 means that nothing was shown. */
  readonly facts: number
  readonly seed: number
}

/**
 * Puts a network to the laws, as properties over random claims, tables and balances.
 *
 * Rule: prints one line per law with its runs and seed. The first law that breaks throws, with the
 * seed, the smallest counterexample, and what was found.
 * @example checkLaws(network, { runs: 200 }) // law conservation: 200 runs, 5113 facts, seed 12345
 */
export function checkLaws(network: Network, options: LawOptions = {}): readonly LawReport[] {
  const names = options.laws ?? (Object.keys(laws) as LawName[])
  return names.map((name) => checkLaw(network, name, options))
}

/** Puts a network to one law. */
export function checkLaw(network: Network, name: LawName, options: LawOptions = {}): LawReport {
  const seed = options.seed ?? fuzzSeed()
  const runs = fuzzRuns(options.runs ?? 50)
  let facts = 0
  const property = fc.property(arbitraryCase(network, options), (given) => {
    facts += holding(options, () => laws[name].check(runOf(network, given, options)))
  })
  const details = fc.check(property, { seed, numRuns: runs, maxSkipsPerRun: 100 })
  if (details.failed) throw broken(name, details)
  const report = { law: name, runs: details.numRuns, facts, seed }
  const print = options.print ?? printLine
  print(`law ${name}: ${report.runs} runs, ${facts} facts, seed ${seed}`)
  return report
}

/** The cases that a network is put to. */
export function arbitraryCase(network: Network, options: LawOptions = {}): fc.Arbitrary<LawCase> {
  const claims: Record<string, fc.Arbitrary<readonly Row[]>> = {}
  for (const [name, { default: pipeline }] of network.kinds) {
    const cells = options.cells?.[name] ?? {}
    claims[name] = options.claims?.[name] ?? arbitraryClaims(pipeline.kind, { ...options, cells })
  }
  const tables: Record<string, fc.Arbitrary<readonly Row[]>> = {}
  for (const [name, table] of network.tables) {
    tables[name] = options.tables?.[name] ?? arbitraryTable(table, options)
  }
  return fc.record({
    state: stateOf(network, options),
    claims: fc.record(claims, { noNullPrototype: true }),
    tables: fc.record(tables, { noNullPrototype: true }),
    salt: fc.nat(),
  })
}

function stateOf(network: Network, options: LawOptions): fc.Arbitrary<State> {
  const { state, idsMax, itemsMax, accounts } = options
  if (state === undefined) {
    return arbitraryState(network, {
      ...(idsMax === undefined ? {} : { idsMax }),
      ...(itemsMax === undefined ? {} : { itemsMax }),
      ...(accounts === undefined ? {} : { accounts }),
    })
  }
  return state instanceof fc.Arbitrary ? state : fc.constant(state)
}

function runOf(network: Network, given: LawCase, options: LawOptions): LawRun {
  const settle = options.settle ?? settleWithCore
  const height = options.height ?? (given.state.height > 100n ? given.state.height : 100n)
  const input = inputOf(given, { id: 'law', height })
  return { network, given, height, input, result: settle(network, given.state, input), settle }
}

/** Runs a check. A settlement that stops skips the case where that is expected, else fails it. */
function holding(options: LawOptions, check: () => number): number {
  try {
    return check()
  } catch (error) {
    if (!isTlmkitError(error)) throw error
    fc.pre(options.stops?.includes(error.code) !== true)
    const message = `the settlement stops with ${error.code}: ${error.message}`
    throw new LawBroken(message, { cause: error })
  }
}

interface Failure {
  readonly seed: number
  readonly counterexamplePath: string | null
  readonly counterexample: readonly [LawCase] | null
  readonly numRuns: number
  readonly errorInstance?: unknown
}

/** The failure of a law, in sentences: what broke, how to run it again, on what. */
function broken(name: LawName, details: Failure): LawBroken {
  const { seed, counterexamplePath, counterexample, errorInstance: cause } = details
  const found = cause instanceof Error ? cause.message : String(cause)
  const given = counterexample?.[0]
  const shown = given === undefined ? 'none: too many cases were skipped' : shownCase(given)
  const head = `law ${name} is broken: ${laws[name].statement}.`
  const path = (counterexamplePath ?? '').slice(0, 60)
  const where = `seed ${seed}, path ${path}, after ${details.numRuns} runs`
  return new LawBroken(`${head}\n${found}\n${where}\ncounterexample: ${shown}`, { cause })
}

function shownCase({ state, claims, tables }: LawCase): string {
  const balances: Record<string, Record<string, bigint>> = {}
  for (const [denomination, accounts] of state.balances) {
    const held = [...accounts].filter(([, units]) => units > 0n)
    balances[denomination] = Object.fromEntries(held)
  }
  return fc.stringify({ balances, claims, tables }).slice(0, 6000)
}
