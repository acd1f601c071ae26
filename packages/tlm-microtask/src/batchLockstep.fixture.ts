import { createCommandRun, initialState, type CommandRun, type SettleResult } from '@tlmkit/core'
import { microtaskNetwork } from './microtaskNetwork.fixture.js'
import { PlainBatches, type PlainCommand, type PlainParams } from './plainBatches.fixture.js'

/** Parameters with short windows, so that random heights meet all of them. */
export const PLAIN_PARAMS: PlainParams = {
  ...{ source: 'escrow', burnPpm: 20_000n, aggregatorPpm: 50_000n, treasuryCapPpm: 10_000n },
  ...{ multiplierPpm: 1_500_000n, failureBurnPpm: 300_000n, segmentSize: 4n },
  ...{ acceptWindow: 6n, commitWindow: 30n, finalizeWindow: 50n },
  ...{ revealWindow: 4n, challengeWindow: 20n },
  ...{ watchlistAfter: 2n, watchlistEpochs: 1n, epochLength: 64n, feeMin: 50n },
}

/** Millionths as a decimal text. */
function decimal(ppm: bigint): string {
  const digits = ppm.toString().padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

/** The plain model's parameters as a network takes them. */
export function networkParamsOf(params: PlainParams): Parameters<typeof microtaskNetwork>[0] {
  const { segmentSize, acceptWindow, commitWindow, finalizeWindow, revealWindow } = params
  const { challengeWindow, watchlistAfter, watchlistEpochs, epochLength, feeMin } = params
  return {
    burnRate: decimal(params.burnPpm),
    aggregatorRate: decimal(params.aggregatorPpm),
    aggregatorSource: params.source,
    treasuryPerEpochMax: decimal(params.treasuryCapPpm),
    deductionMultiplier: decimal(params.multiplierPpm),
    failureBurnRate: decimal(params.failureBurnPpm),
    ...{ segmentSize, acceptWindow, commitWindow, finalizeWindow, revealWindow },
    ...{ challengeWindow, watchlistAfter, watchlistEpochs, epochLengthBlocks: epochLength, feeMin },
  }
}

/** Batches run by the package and by the plain model, compared after each command. */
export class BatchLockstep {
  readonly plain: PlainBatches
  /** Balances as the postings tell them. */
  readonly balances: Map<string, bigint>
  /** By batch, what the pool took in less what it paid out. */
  readonly pooled = new Map<string, bigint>()
  readonly #run: CommandRun
  readonly #total: bigint
  readonly #commands: PlainCommand[] = []

  constructor(params: PlainParams, opening: Readonly<Record<string, bigint>>) {
    this.plain = new PlainBatches(params, opening)
    this.balances = new Map(Object.entries(opening))
    const network = microtaskNetwork(networkParamsOf(params))
    const state = initialState(network, { balances: new Map([['LA', new Map(this.balances)]]) })
    this.#run = createCommandRun(network, state, { id: 'run', height: 10n ** 12n })
    this.#total = totalOf(this.balances)
  }

  /** Gives the code that both came to, or `ok`. Throws where anything differs. */
  apply(command: PlainCommand): string {
    this.#commands.push(command)
    const result = this.#run.apply({ lifecycle: 'batches', ...command })
    const code = result.status === 'rejected' ? result.code : 'ok'
    const expected = this.plain.apply(command)
    this.#same('code', code, expected)
    if (result.status === 'accepted') {
      const touched = new Set(this.plain.touched)
      for (const { debit, credit, amount } of result.entries.flatMap((entry) => entry.postings)) {
        touched.add(debit).add(credit)
        this.#add(debit, -amount)
        this.#add(credit, amount)
        if (debit === 'module/insurance') this.#pool(command.work, -amount)
        if (credit === 'module/insurance') this.#pool(command.work, amount)
      }
      const events = result.entries.flatMap((entry) => entry.events)
      const listed = events.map(({ fields }) => `${text(fields['node'])}@${text(fields['until'])}`)
      this.#same(
        'listed',
        listed.toSorted(byText).join(),
        this.plain.listed.toSorted(byText).join(),
      )
      this.#compareBalances(command.work, touched)
    }
    return code
  }

  /** Compares what is left at the end: balances, bonds, strikes, statuses. */
  finish(): SettleResult {
    const result = this.#run.finish()
    const { state } = result
    this.#same('total', totalOf(this.balances), this.#total)
    for (const [account, amount] of state.balances.get('LA') ?? []) {
      this.#same(`balance of ${account}`, amount, this.plain.balance(account))
    }
    const works = (lifecycle: string): ReadonlyMap<string, unknown> =>
      state.lifecycles.get(lifecycle) ?? new Map<string, unknown>()
    for (const [name, batch] of this.plain.batches) {
      this.#same(`status of ${name}`, field(works('batches').get(name), 'status'), batch.status)
      for (const [node, bond] of batch.bonds) {
        const executor = works('batch-executors').get(`${name}/${node}`)
        if (batch.status === 'closed') this.#same('forgotten', executor, undefined)
        else this.#same(`bond of ${name}/${node}`, field(executor, 'bound'), bond)
      }
      const known = [...works('batch-segments').keys()].filter((id) => id.startsWith(`${name}/`))
      this.#same('segments', known.length, batch.status === 'closed' ? 0 : batch.segments.size)
    }
    for (const [node, { strikes, until }] of this.plain.nodes) {
      const known = works('microtask-nodes').get(node)
      this.#same(`strikes of ${node}`, field(known, 'strikes'), strikes)
      this.#same(`listing of ${node}`, field(known, 'listedUntil'), until)
    }
    return result
  }

  /** Commands so far, one a line. */
  get log(): string {
    return this.#commands.map(textOf).join('\n')
  }

  #compareBalances(work: string, touched: ReadonlySet<string>): void {
    for (const account of touched) {
      const amount = this.balances.get(account) ?? 0n
      this.#same(`balance of ${account}`, amount, this.plain.balance(account))
    }
    this.#same('penalty', this.balances.get(`penalty/${work}/locked`) ?? 0n, 0n)
    const batch = this.plain.batches.get(work)
    if (batch !== undefined && batch.status !== 'open') {
      this.#same('escrow', this.balances.get(`escrow/${work}/locked`) ?? 0n, 0n)
    }
    if ((this.pooled.get(work) ?? 0n) < 0n) this.#same('pool', this.pooled.get(work), '0 or more')
    this.#compareBonds()
  }

  /** What is bound is what the live batches hold, node by node. */
  #compareBonds(): void {
    const bonds = new Map<string, bigint>()
    for (const batch of this.plain.batches.values()) {
      if (batch.status === 'closed') continue
      const all = [...batch.bonds, [batch.aggregator, batch.aggregatorBond] as const]
      for (const [node, bond] of all) bonds.set(node, (bonds.get(node) ?? 0n) + bond)
    }
    for (const [node, bond] of bonds) {
      this.#same(`bound of ${node}`, this.balances.get(`operator/${node}/bound`) ?? 0n, bond)
    }
  }

  #pool(work: string, amount: bigint): void {
    this.pooled.set(work, (this.pooled.get(work) ?? 0n) + amount)
  }

  #add(account: string, amount: bigint): void {
    this.balances.set(account, (this.balances.get(account) ?? 0n) + amount)
  }

  #same(what: string, got: unknown, expected: unknown): void {
    if (got === expected) return
    throw new Error(`${what}: ${String(got)}, expected ${String(expected)}, after\n${this.log}`)
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function totalOf(balances: ReadonlyMap<string, bigint>): bigint {
  return [...balances.values()].reduce((sum, amount) => sum + amount, 0n)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function field(work: unknown, name: string): unknown {
  const { state } = work as { readonly state: Readonly<Record<string, unknown>> }
  return state[name]
}

function textOf(command: PlainCommand): string {
  return Object.entries(command)
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.map(segmentText).join() : value}`)
    .join(' ')
}

function segmentText({ segment }: { readonly segment: bigint }): string {
  return segment.toString()
}
