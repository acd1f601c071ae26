import { PlainBills, plainParts, type PlainParams } from './plainBills.fixture.js'

/** A source of choices, as `Dice` of the testing package. */
export interface Choices {
  readonly roll: (below: number) => number
  readonly once: (of: number) => boolean
  readonly pick: <T>(choices: readonly T[]) => T
}

/** Members of a coalition, when they are drawn, and those that are honest always. */
export const SCHEMERS = ['u', 'v', 'n', 'a'] as const
export const HONEST = ['hu', 'hv', 'hn', 'ha'] as const

/** Everybody's money, by party. */
export const PURSES: Readonly<Record<string, readonly string[]>> = {
  ...{ u: ['user/u/balance'], hu: ['user/hu/balance'], v: [], hv: [] },
  ...{ n: nodePurses('n'), hn: nodePurses('hn'), a: adaptorPurses('a'), ha: adaptorPurses('ha') },
}

function nodePurses(node: string): readonly string[] {
  return ['free', 'bound', 'balance'].map((bucket) => `operator/${node}/${bucket}`)
}

function adaptorPurses(adaptor: string): readonly string[] {
  return ['balance', 'bound', 'thawing'].map((bucket) => `adaptor/${adaptor}/${bucket}`)
}

/** One bill, as those who are honest see it. */
interface Scene {
  readonly work: string
  readonly user: string
  readonly verifier: string
  readonly node: string
  readonly adaptor: string
  /** What good work takes. */
  readonly cu: bigint
  readonly ms: bigint
}

/** What came of a play. */
export interface Played {
  /** By party, what it gained. */
  readonly gains: ReadonlyMap<string, bigint>
  /** By party, what good work for honest users earned it, and what these paid for it. */
  readonly earned: ReadonlyMap<string, bigint>
  readonly spent: bigint
  /** What the governance pool gained, and what of it honest users paid. */
  readonly governance: bigint
  readonly governanceEarned: bigint
  /** Commands with what they came to, one a line. */
  readonly story: string
}

/**
 * Plays bills between honest parties and a coalition that does as it likes.
 *
 * Honest users name the honest verifier, who settles good work at what it took and says no to bad
 * work. An honest node does good work. Evidence shows bad work, and only that.
 */
export class Play {
  readonly plain: PlainBills
  readonly #dice: Choices
  readonly #coalition: ReadonlySet<string>
  readonly #earned = new Map<string, bigint>()
  readonly #fakes = new Set<string>()
  readonly #log: string[] = []
  #spent = 0n
  #governanceEarned = 0n

  constructor(params: PlainParams, coalition: ReadonlySet<string>, dice: Choices) {
    const opening = Object.values(PURSES).map(([purse = '']) => [purse, 10n ** 15n] as const)
    this.plain = new PlainBills(params, Object.fromEntries(opening.filter(([path]) => path !== '')))
    this.#coalition = coalition
    this.#dice = dice
  }

  run(bills: number): Played {
    const before = new Map([...SCHEMERS, ...HONEST].map((party) => [party, this.wealth(party)]))
    for (const work of ['a', 'ha']) this.#give({ command: 'registerAdaptor', work })
    for (let index = 0; index < bills; index += 1) this.#bill(this.#scene(`b${index}`))
    const gains = new Map([...before].map(([party, was]) => [party, this.wealth(party) - was]))
    return {
      ...{ gains, earned: this.#earned, spent: this.#spent },
      governance: this.plain.balance('module/governance'),
      ...{ governanceEarned: this.#governanceEarned, story: this.#log.join('\n') },
    }
  }

  wealth(party: string): bigint {
    return (PURSES[party] ?? []).reduce((sum, purse) => sum + this.plain.balance(purse), 0n)
  }

  #is(party: string): boolean {
    return this.#coalition.has(party)
  }

  #scene(work: string): Scene {
    const dice = this.#dice
    const user = this.#is('u') && dice.once(2) ? 'u' : 'hu'
    const verifier = user === 'u' && this.#is('v') && !dice.once(3) ? 'v' : 'hv'
    const node = this.#is('n') && !dice.once(3) ? 'n' : 'hn'
    const adaptor = dice.pick(['', 'ha', this.#is('a') ? 'a' : ''])
    const cu = BigInt(dice.pick([0, 1, 2, 100, dice.roll(1000)]))
    const ms = BigInt(dice.pick([0, 1, 1000, 1500, dice.roll(4000)]))
    return { work, user, verifier, node, adaptor, cu, ms }
  }

  #give(fields: {
    readonly command: string
    readonly work: string
    readonly after?: bigint
    readonly [field: string]: string | bigint | boolean | undefined
  }): string {
    const { after = 0n, ...rest } = fields
    const command = { ...rest, height: this.plain.height + after }
    const code = this.plain.apply(command)
    const shown = Object.entries(command).map(([key, value]) => `${key}=${String(value)}`)
    this.#log.push(`${shown.join(' ')}: ${code}`)
    return code
  }

  #bill(scene: Scene): void {
    const { work, user, verifier, node, adaptor, cu } = scene
    const dice = this.#dice
    const cuMax = cu + BigInt(dice.pick([0, 1, dice.roll(1000)]))
    if (this.#give({ command: 'open', work, user, verifier, cuMax, model: 'm' }) !== 'ok') return
    const taken = { command: 'dispatch', work, node, adaptor, isSigned: true }
    const isRefused = this.#is(node) && dice.once(8)
    if (!isRefused && this.#give(taken) === 'ok') {
      this.#answer(scene, cuMax)
      this.#judge(scene, cuMax)
    }
    this.#meddle(scene)
    this.#give({ command: 'refund', work, after: 12n + 1n, reason: '' })
    this.#give({ command: 'close', work, after: 6n })
    this.#count(scene)
  }

  /** A node's result: good work, or anything at all. */
  #answer({ work, node, cu, ms }: Scene, cuMax: bigint): void {
    const dice = this.#dice
    if (!this.#is(node)) {
      this.#give({ command: 'submit', work, node, resultHash: 'aa', cu, responseMs: ms })
      return
    }
    if (dice.once(6)) return
    const said = dice.pick([0n, cu, cuMax, BigInt(dice.roll(Number(cuMax) + 1))])
    const responseMs = dice.pick([0n, ms, 10_000n])
    if (dice.once(2)) this.#fakes.add(work)
    const after = dice.pick([0n, 3n, 12n])
    this.#give({ command: 'submit', work, after, node, resultHash: 'aa', cu: said, responseMs })
  }

  #judge({ work, verifier, cu, ms }: Scene, cuMax: bigint): void {
    const dice = this.#dice
    const isFake = this.#fakes.has(work)
    const no = { command: 'challenge', work, challenger: verifier, evidence: '' }
    const yes = { command: 'settle', work, verifier, reference: 'seen' }
    if (!this.#is(verifier)) {
      this.#give(isFake ? no : { ...yes, cu, responseMs: ms })
      return
    }
    const said = dice.pick([0n, cu, cuMax, BigInt(dice.roll(Number(cuMax) + 1))])
    const responseMs = dice.pick([0n, ms, 10_000n])
    if (dice.once(4)) return
    if (dice.once(3)) this.#give(no)
    else this.#give({ ...yes, cu: said, responseMs })
    if (dice.once(2)) this.#give({ ...no, after: dice.pick([0n, 5n]) })
  }

  /** Anybody of the coalition says that a result is false, and shows it where it is. */
  #meddle({ work }: Scene): void {
    const dice = this.#dice
    if (this.#coalition.size === 0 || dice.once(2)) return
    const evidence = this.#fakes.has(work) ? '01' : '00'
    const after = dice.pick([0n, 5n, 10n])
    this.#give({ command: 'challenge', work, after, challenger: 'n', evidence })
  }

  /** Counts what honest users paid for good work, and who earned it. */
  #count({ work, user, node, adaptor, cu, ms }: Scene): void {
    const bill = this.plain.bills.get(work)
    if (user !== 'hu' || bill?.status !== 'closed') return
    const target = this.plain.params.target
    const parts = plainParts(this.plain.params, { cu, ms, target, isRouted: adaptor !== '' })
    this.#spent += parts.paid
    this.#earned.set(node, (this.#earned.get(node) ?? 0n) + parts.node)
    this.#earned.set(adaptor, (this.#earned.get(adaptor) ?? 0n) + parts.adaptor)
    this.#governanceEarned += parts.governance
  }
}
