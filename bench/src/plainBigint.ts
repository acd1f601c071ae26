/** Work of a supplier for an application, as a service would hold it. */
export interface Job {
  readonly application: string
  readonly session: string
  readonly supplier: string
  readonly computeUnits: bigint
  readonly multiplier: Ratio
  /** Base units, at most. */
  readonly cap: bigint
  readonly epoch: bigint
  readonly shareholders: readonly Shareholder[]
}

export interface Shareholder {
  readonly to: string
  readonly percent: bigint
}

export interface Ratio {
  readonly num: bigint
  readonly den: bigint
}

export interface JobParams {
  /** Base units. */
  readonly pricePerUnit: bigint
  readonly burn: Ratio
  readonly shareholders: Ratio
  readonly network: Ratio
  readonly treasury: Ratio
  readonly validators: Ratio
  /** Base units that an application must keep. */
  readonly stakeFloor: bigint
}

export interface Outcome {
  readonly settled: number
  readonly discarded: number
  readonly postings: number
}

const AMOUNT_MAX = 2n ** 128n - 1n

/** Balances by account path, with what the claim at hand has changed. */
export class Ledger {
  readonly balances: Map<string, bigint>
  readonly #floorOf: (account: string) => bigint
  #before: { readonly account: string; readonly balance: bigint }[] = []

  constructor(balances: Map<string, bigint>, floorOf: (account: string) => bigint) {
    this.balances = balances
    this.#floorOf = floorOf
  }

  balance(account: string): bigint {
    return this.balances.get(account) ?? 0n
  }

  /** Moves an amount; false where an account would leave its bounds, and the claim must go back. */
  move(from: string, to: string, amount: bigint): boolean {
    if (amount === 0n) return true
    const held = this.balance(from)
    if (held - amount < this.#floorOf(from)) return false
    this.#set(from, held, held - amount)
    return this.#add(to, amount)
  }

  burn(from: string, amount: bigint): boolean {
    return this.move(from, 'supply/burn', amount)
  }

  mint(to: string, amount: bigint): boolean {
    if (amount === 0n) return true
    return this.#add('supply/mint', amount) && this.#add(to, amount)
  }

  /** Keeps what the claim did; gives how many balances it changed. */
  commit(): number {
    const changes = this.#before.length
    this.#before = []
    return changes
  }

  /** Takes back what the claim did. */
  rollback(): void {
    for (const { account, balance } of this.#before.reverse()) this.balances.set(account, balance)
    this.#before = []
  }

  #add(account: string, amount: bigint): boolean {
    const held = this.balance(account)
    if (held + amount > AMOUNT_MAX) return false
    this.#set(account, held, held + amount)
    return true
  }

  #set(account: string, before: bigint, after: bigint): void {
    this.#before.push({ account, balance: before })
    this.balances.set(account, after)
  }
}

/** Settles jobs in the order given: all of a job or none of it. */
export function settleJobs(
  jobs: readonly Job[],
  balances: Map<string, bigint>,
  params: JobParams,
): Outcome {
  const ledger = new Ledger(balances, (account) =>
    account.startsWith('application/') ? params.stakeFloor : 0n,
  )
  let settled = 0
  let changes = 0
  for (const job of jobs) {
    if (settleJob(job, ledger, params)) {
      settled += 1
      changes += ledger.commit()
    } else {
      ledger.rollback()
    }
  }
  return { settled, discarded: jobs.length - settled, postings: changes / 2 }
}

function settleJob(job: Job, ledger: Ledger, params: JobParams): boolean {
  const claimed = times(job.computeUnits * params.pricePerUnit, job.multiplier)
  if (claimed > AMOUNT_MAX) return false
  const settled = claimed < job.cap ? claimed : job.cap

  const stake = `application/${job.application}/stake`
  const burned = times(settled, params.burn)
  if (!ledger.burn(stake, burned)) return false

  const net = settled - burned
  const shared = times(net, params.shareholders)
  const direct = net - shared
  const network = times(direct, params.network)
  const treasury = times(direct, params.treasury)
  const validators = times(direct, params.validators)
  const rest = direct - network - treasury - validators
  return (
    ledger.move(stake, 'module/network', network) &&
    ledger.move(stake, 'module/treasury', treasury) &&
    ledger.move(stake, 'module/validators', validators) &&
    ledger.move(stake, `supplier/${job.supplier}/account`, rest) &&
    payShareholders(ledger, shared, { from: stake, shareholders: job.shareholders })
  )
}

/** Pays by percent; the first shareholder takes the remainder. */
export function payShareholders(
  ledger: Ledger,
  amount: bigint,
  { from, shareholders }: { readonly from: string; readonly shareholders: readonly Shareholder[] },
): boolean {
  const total = shareholders.reduce((sum, { percent }) => sum + percent, 0n)
  if (total === 0n) return false
  const parts = shareholders.map(({ percent }) => (amount * percent) / total)
  const remainder = amount - parts.reduce((sum, part) => sum + part, 0n)
  return shareholders.every(({ to }, place) => {
    const part = parts[place] ?? 0n
    return ledger.move(from, to, place === 0 ? part + remainder : part)
  })
}

/** Floor of an amount times a ratio. */
export function times(amount: bigint, { num, den }: Ratio): bigint {
  return (amount * num) / den
}
