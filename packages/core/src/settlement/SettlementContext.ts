import type { Row } from '../claims/columns.js'
import type { CollectContext } from '../claims/defineClaimKind.js'
import type { Table } from '../claims/defineTable.js'
import { Effects } from '../engine/Effects.js'
import { Ledger } from '../engine/Ledger.js'
import { isTlmkitError } from '../errors/BaseError.js'
import { InputError } from '../errors/InputError.js'
import { UsageError } from '../errors/UsageError.js'
import type { Hasher } from '../hashing/Sha256.js'
import type { ParamsFault } from '../lifecycle/defineLifecycle.js'
import type { CompiledNetwork, ParamSet } from '../network/compileNetwork.js'
import type { ParamValues } from '../params/parseParams.js'
import { floorOf, type Network } from '../network/defineNetwork.js'
import type { ParamsVersion, State } from '../state/State.js'
import { CompiledVersions } from './CompiledVersions.js'
import type { Tables } from './Tables.js'

interface SettlementContextOptions {
  readonly network: Network
  readonly state: State
  readonly height: bigint
  readonly tables: Tables
  readonly hasher: Hasher
  readonly createLedger?:
    ((base: State['balances'], floor: (a: string) => bigint) => Ledger) | undefined
}

/** What one settlement works with: the state before, the ledger during, params by version. */
export class SettlementContext {
  readonly network: Network
  readonly state: State
  readonly height: bigint
  readonly tables: Tables
  readonly hasher: Hasher
  readonly effects: Effects
  /** False where a test brought a ledger of its own, which the kernels would not ask. */
  readonly isPlainLedger: boolean
  /** Versions of the params: the state's, then those that commands wrote. */
  #params: readonly ParamsVersion[]
  readonly #versions: CompiledVersions
  readonly #compiled = new Map<number, CompiledNetwork>()
  readonly #contexts = new Map<number, CollectContext>()

  constructor(options: SettlementContextOptions) {
    const { network, state, height, tables, hasher } = options
    assertVersionsAscend(state.params)
    this.network = network
    this.state = state
    this.#params = state.params
    this.height = height
    this.tables = tables
    this.hasher = hasher
    this.isPlainLedger = options.createLedger === undefined
    const create =
      options.createLedger ?? ((base, floor) => new Ledger(base, floor, network.floors.size > 0))
    this.effects = new Effects(create(state.balances, (account) => floorOf(network, account)))
    this.#versions = new CompiledVersions(network, hasher)
  }

  /** Number of the params version for work that opened at a height, at the latest now. */
  versionFor(opened: bigint | undefined): number {
    const live = this.network.pinning === 'live' || opened === undefined
    const at = live || opened > this.height ? this.height : opened
    return this.#versionAt(at).version
  }

  /** Versions that work may settle under, ascending; `opened`: column that pins them, if any. */
  versionsOf(opened: string | undefined): readonly number[] {
    if (this.network.pinning === 'live' || opened === undefined) return [this.versionFor(undefined)]
    const reached = this.#params.filter(({ from }, index) => {
      return index === 0 || from <= this.height
    })
    return reached.map(({ version }) => version)
  }

  get params(): readonly ParamsVersion[] {
    return this.#params
  }

  /** Adds a version: values laid over the newest, in force from a height on, if not later. */
  writeParams(changes: ParamSet, from: bigint): void {
    const newest = this.newestParams
    const next = { version: newest.version + 1, from: from > newest.from ? from : newest.from }
    const values = laidOver(newest.values, changes)
    this.#versions.compile(values)
    this.#params = [...this.#params, { ...next, values }]
  }

  /** Forgets the versions after the first `count`. */
  takeBackParams(count: number): void {
    if (this.#params.length > count) this.#params = this.#params.slice(0, count)
  }

  get newestParams(): ParamsVersion {
    return this.#params.at(-1) ?? this.#versionAt(0n)
  }

  /** Why values laid over the newest would be refused; undefined where they fit. */
  checkParams(changes: ParamSet): ParamsFault | undefined {
    try {
      this.#versions.check(laidOver(this.newestParams.values, changes))
      return undefined
    } catch (error) {
      if (!isTlmkitError(error) || error.kind === 'invariant') throw error
      return { code: error.code, message: error.message }
    }
  }

  /** The network under a params version. */
  compiled(version: number): CompiledNetwork {
    const compiled = this.#compiled.get(version) ?? this.#compile(version)
    this.#compiled.set(version, compiled)
    return compiled
  }

  #compile(version: number): CompiledNetwork {
    const known = this.#params.find((each) => each.version === version)
    if (known === undefined) {
      throw new UsageError({
        code: 'params-version-unknown',
        message: `The state has no params version ${version}.`,
        details: { version },
      })
    }
    return this.#versions.compile(known.values)
  }

  collectContext(version: number): CollectContext {
    const known = this.#contexts.get(version)
    if (known !== undefined) return known
    const { state, tables, height } = this
    const context: CollectContext = Object.freeze({
      height,
      params: this.compiled(version).params,
      paramsAt: (at: bigint) => this.compiled(this.#versionAt(at).version).params,
      find: ((table: Table, ...key: readonly string[]): Row | undefined =>
        tables.find(table, key)) as CollectContext['find'],
      balance: (account: string, denomination: string) =>
        state.balances.get(denomination)?.get(account) ?? 0n,
      lifecycle: (lifecycle: string, work: string) =>
        state.lifecycles.get(lifecycle)?.get(work)?.state,
    })
    this.#contexts.set(version, context)
    return context
  }

  #versionAt(height: bigint): ParamsVersion {
    const versions = this.#params
    let found = versions[0]
    for (const version of versions) if (version.from <= height) found = version
    if (found === undefined) {
      throw new UsageError({
        code: 'params-version-unknown',
        message: 'The state has no params version: give at least one.',
      })
    }
    return found
  }
}

function laidOver(values: ParamSet, changes: ParamSet): ParamSet {
  const after: Record<string, ParamValues> = { ...values }
  for (const [owner, keys] of Object.entries(changes)) after[owner] = { ...after[owner], ...keys }
  return after
}

function assertVersionsAscend(versions: readonly ParamsVersion[]): void {
  versions.forEach(({ version, from }, index) => {
    const earlier = versions[index - 1]
    if (earlier === undefined || (version > earlier.version && from >= earlier.from)) return
    throw new InputError({
      code: 'params-versions-disordered',
      message: `Params version ${version} (from ${from}) stands after version ${earlier.version} (from ${earlier.from}): list them by ascending version and height.`,
      details: { version },
    })
  })
}
