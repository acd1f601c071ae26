import { createCommandRun, initialState, type CommandRun, type SettleResult } from '@tlmkit/core'
import { dispatchMessage } from './index.js'
import {
  inferenceNetwork,
  plainSignature,
  type NetworkOptions,
} from './inferenceNetwork.fixture.js'
import { PlainBills, type PlainCommand, type PlainParams } from './plainBills.fixture.js'

/** Parameters with short windows, so that random heights meet all of them. */
export const PLAIN_PARAMS: PlainParams = {
  ...{ mode: 'penalty', basePrice: 50n, factorPpm: 300_000n, networkPpm: 20_000n },
  ...{ governancePpm: 50_000n, adaptorPpm: 100_000n, treasuryPpm: 50_000n },
  ...{ bindPpm: 1_000_000n, slashPpm: 200_000n, target: 1000n, cuCap: 1_000_000n },
  ...{ minNodeStake: 100n, minAdaptorStake: 70n, dispatchWindow: 9n, settleWindow: 12n },
  ...{ verdictWindow: 5n, challengeWindow: 6n, adaptorThaw: 8n },
  ...{ missesToJail: 2n, missWindow: 30n, missJailPeriod: 20n },
}

/** Millionths as a decimal text. */
function decimal(ppm: bigint): string {
  const digits = ppm.toString().padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

/** The plain model's parameters as a network takes them. */
export function networkOptionsOf(params: PlainParams): NetworkOptions {
  const { basePrice, minNodeStake, minAdaptorStake, dispatchWindow, settleWindow } = params
  const { verdictWindow, challengeWindow, adaptorThaw, missesToJail } = params
  const { missWindow, missJailPeriod, slashPpm } = params
  return {
    isSlashed: slashPpm !== null,
    params: {
      ...{ latencyMode: params.mode, latencyFactorMax: decimal(params.factorPpm), basePrice },
      ...{ networkFee: decimal(params.networkPpm), governanceShare: decimal(params.governancePpm) },
      ...{ adaptorShare: decimal(params.adaptorPpm), treasuryShare: decimal(params.treasuryPpm) },
      ...{ nodeBindRatio: decimal(params.bindPpm), fakeResultSlash: decimal(slashPpm ?? 0n) },
      ...{ models: { m: params.target }, cuMaxPerRequest: params.cuCap },
      ...{ minNodeStake, minAdaptorStake, dispatchWindow, settleWindow, verdictWindow },
      ...{ challengeWindow, adaptorThaw, missesToJail, missWindow, missJailPeriod },
    },
  }
}

/** Bills run by the package and by the plain model, compared after each command. */
export class BillLockstep {
  readonly plain: PlainBills
  /** Balances as the postings tell them. */
  readonly balances: Map<string, bigint>
  readonly #run: CommandRun
  readonly #total: bigint
  readonly #log: string[] = []

  constructor(params: PlainParams, opening: Readonly<Record<string, bigint>>) {
    this.plain = new PlainBills(params, opening)
    this.balances = new Map(Object.entries(opening))
    const network = inferenceNetwork(networkOptionsOf(params))
    const state = initialState(network, { balances: new Map([['DGAI', new Map(this.balances)]]) })
    this.#run = createCommandRun(network, state, { id: 'run', height: 10n ** 12n })
    this.#total = totalOf(this.balances)
  }

  /** Gives the code that both came to, or `ok`. Throws where anything differs. */
  apply(command: PlainCommand): string {
    this.#log.push(textOf(command))
    const result = this.#run.apply(envelopeOf(command))
    const code = result.status === 'rejected' ? result.code : 'ok'
    this.#same('code', code, this.plain.apply(command))
    if (result.status !== 'accepted') return code
    for (const { debit, credit, amount } of result.entries.flatMap((entry) => entry.postings)) {
      this.#add(debit, -amount)
      this.#add(credit, amount)
    }
    for (const account of new Set([...this.balances.keys(), ...this.plain.balances.keys()])) {
      const held = this.balances.get(account) ?? 0n
      this.#same(`balance of ${account}`, held, this.plain.balance(account))
    }
    return code
  }

  /** Compares what is left at the end. */
  finish(): SettleResult {
    const result = this.#run.finish()
    this.#same('total', totalOf(this.balances), this.#total)
    const { state } = result
    for (const [account, amount] of state.balances.get('DGAI') ?? []) {
      this.#same(`balance of ${account}`, amount, this.plain.balance(account))
    }
    const works = state.lifecycles.get('bills')
    for (const [name, { status }] of this.plain.bills) {
      const known = works?.get(name)?.state
      const found = typeof known === 'object' && known !== null && 'status' in known
      this.#same(`status of ${name}`, found ? known['status'] : undefined, status)
    }
    return result
  }

  /** Commands so far, one a line. */
  get log(): string {
    return this.#log.join('\n')
  }

  #add(account: string, amount: bigint): void {
    this.balances.set(account, (this.balances.get(account) ?? 0n) + amount)
  }

  #same(what: string, got: unknown, expected: unknown): void {
    if (got === expected) return
    throw new Error(`${what}: ${String(got)}, expected ${String(expected)}, after\n${this.log}`)
  }
}

/** A command as the package takes it: a dispatch with its signature. */
function envelopeOf(command: PlainCommand): object {
  const isAdaptors = command.command.endsWith('Adaptor')
  const lifecycle = isAdaptors ? 'adaptors' : 'bills'
  const written = Object.fromEntries(
    Object.entries(command).map(([key, value]) => [key, String(value)]),
  )
  const { isSigned, ...fields } = written
  if (isSigned === undefined) return { lifecycle, ...fields }
  const signer = fields['signer'] ?? ''
  const message = dispatchMessage({
    domain: 'inference-test',
    bill: command.work,
    node: fields['node'] ?? '',
    adaptor: fields['adaptor'] ?? '',
  })
  const signature = isSigned === 'true' ? plainSignature(signer, message) : '00'
  return { lifecycle, ...fields, signature }
}

function totalOf(balances: ReadonlyMap<string, bigint>): bigint {
  return [...balances.values()].reduce((sum, amount) => sum + amount, 0n)
}

function textOf(command: PlainCommand): string {
  return Object.entries(command)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')
}
