import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { networkOptionsOf, PLAIN_PARAMS } from './billLockstep.fixture.js'
import { BillRun, dispatching } from './inferenceNetwork.fixture.js'
import { plainParts, type PlainParams } from './plainBills.fixture.js'

const BILLS_TOGETHER = 100
const RICH = 10n ** 30n
const OPENING = {
  ...{ 'user/u1/balance': RICH, 'operator/n1/free': RICH, 'adaptor/a1/balance': RICH },
}

function randomParams(dice: Dice): PlainParams {
  const share = (): bigint => BigInt(dice.pick([0, 1, 20_000, 50_000, dice.roll(240_000)]))
  const shares = {
    ...{ networkPpm: share(), governancePpm: share(), adaptorPpm: share(), treasuryPpm: share() },
    factorPpm: BigInt(dice.pick([0, 1, 300_000, 1_000_000, dice.roll(1_000_001)])),
  }
  const bindPpm = Object.values(shares).reduce((sum, ppm) => sum + ppm, 0n)
  const basePrice = BigInt(dice.pick([1, 3, 50, 1 + dice.roll(2 ** 31)]))
  const target = BigInt(dice.pick([1, 7, 1000]))
  return { ...PLAIN_PARAMS, ...shares, bindPpm, basePrice, target, cuCap: 1_000_000n }
}

interface Figures {
  readonly cuMax: bigint
  readonly cu: bigint
  readonly ms: bigint
  readonly isRouted: boolean
  /** Whether a verifier settles it; else it settles as submitted. */
  readonly isJudged: boolean
}

function randomFigures(dice: Dice): Figures {
  const cuMax = BigInt(1 + dice.roll(dice.pick([2, 10, 1_000_000])))
  const cu = dice.pick([0n, cuMax, BigInt(dice.roll(Number(cuMax) + 1))])
  const ms = BigInt(dice.roll(dice.pick([3, 16, 4000])))
  return { cuMax, cu, ms, isRouted: dice.once(2), isJudged: dice.once(2) }
}

/** Where the units of an escrow went. */
class Ending {
  escrow = 0n
  refunded = 0n
  paid = 0n
  node = 0n
}

/** Runs these bills from their opening to their close, and reads their postings. */
// long: what happens to each bill, and how its postings are counted.
function runBills(params: PlainParams, bills: readonly Figures[]): readonly Ending[] {
  const run = new BillRun({ ...networkOptionsOf(params), opening: OPENING })
  expect(run.adaptor('registerAdaptor', 1)).toBe('ok')
  const endings = bills.map(() => new Ending())
  const give = (index: number, command: string, height: number, fields: object): void => {
    const [work, ending] = [`b${index}`, endings[index] ?? new Ending()]
    const result = run.result({ lifecycle: 'bills', work, command }, height, fields)
    if (result.status !== 'accepted') throw new Error(`${command}: ${result.status}`)
    for (const { debit, credit, amount } of result.entries.flatMap((entry) => entry.postings)) {
      if (credit === `escrow/${work}/locked`) ending.escrow += amount
      if (debit !== `escrow/${work}/locked`) continue
      if (credit === 'user/u1/balance') ending.refunded += amount
      else ending.paid += amount
      if (credit === 'operator/n1/balance') ending.node += amount
    }
  }
  for (const [index, { cuMax, cu, ms, isRouted, isJudged }] of bills.entries()) {
    const bill = `b${index}`
    const figures = { cu: String(cu), responseMs: String(ms) }
    give(index, 'open', 2, { user: 'u1', model: 'm', cuMax: String(cuMax), verifier: 'v1' })
    give(index, 'dispatch', 2, dispatching({ bill, adaptor: isRouted ? 'a1' : '' }))
    give(index, 'submit', 2, { node: 'n1', resultHash: 'aa', ...figures })
    if (isJudged) give(index, 'settle', 2, { verifier: 'v1', ...figures, reference: 'r' })
  }
  for (const index of bills.keys()) give(index, 'close', 13, {})
  const held = [...(run.state.balances.get('DGAI') ?? [])]
  const left = held.filter(([path, amount]) => /^(escrow|penalty)\//.test(path) && amount > 0n)
  expect(left).toEqual([])
  return endings
}

test('escrow = paid + refunded; lateness never costs the user, nor profits the node', () => {
  const seed = fuzzSeed()
  const modes = ['penalty', 'literal'] as const
  let bills = 0
  for (let set = 0; set < fuzzRuns(50); set += 1) {
    const dice = new Dice(seed + set)
    const params = randomParams(dice)
    const late = dice.times(BILLS_TOGETHER, () => randomFigures(dice))
    const inTime = late.map((figures) => ({ ...figures, ms: 0n }))
    for (const mode of modes) {
      const plain = { ...params, mode }
      const endings = runBills(plain, [...late, ...inTime])
      for (const [index, figures] of [...late, ...inTime].entries()) {
        const { escrow, paid, refunded, node } = endings[index] ?? new Ending()
        const parts = plainParts(plain, { ...figures, target: plain.target })
        const isSame = paid === parts.paid && node === parts.node && escrow === paid + refunded
        if (!isSame) throw new Error(`seed ${seed + set}, ${mode}, bill ${index}`)
      }
      for (const [index, { paid, node }] of endings.slice(0, late.length).entries()) {
        const punctual = endings[late.length + index] ?? new Ending()
        const isFair = mode === 'literal' || paid <= punctual.paid
        if (!isFair || node > punctual.node) throw new Error(`seed ${seed + set}, bill ${index}`)
      }
      bills += endings.length
    }
  }
  console.log(`bills: ${bills} in two modes, seed ${seed}`)
  expect(bills).toBeGreaterThanOrEqual(20_000)
})
