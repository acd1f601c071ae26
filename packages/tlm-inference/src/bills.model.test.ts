import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { BillLockstep, PLAIN_PARAMS } from './billLockstep.fixture.js'
import type { PlainParams } from './plainBills.fixture.js'

const NODES = ['n1', 'n1', 'n1', 'n1', 'n2', 'n2', 'p', 'x'] as const
const ADAPTORS = ['a1', 'a1', 'n1', 'a9'] as const
const BILLS_TOGETHER = 6
const COMMANDS = 400

const RICH = 10n ** 15n
const OPENING: Readonly<Record<string, bigint>> = {
  ...{ 'user/u1/balance': RICH, 'user/n1/balance': RICH, 'user/u9/balance': 900n },
  ...{ 'operator/n1/free': RICH, 'operator/n2/free': 40_000n, 'operator/p/free': 99n },
  ...{ 'adaptor/a1/balance': RICH, 'adaptor/n1/balance': 100n, 'adaptor/a9/balance': 10n },
}

function randomParams(dice: Dice): PlainParams {
  const share = (): bigint => BigInt(dice.pick([0, 1, 20_000, 50_000, dice.roll(240_000)]))
  const shares = {
    ...{ networkPpm: share(), governancePpm: share(), adaptorPpm: share(), treasuryPpm: share() },
    factorPpm: BigInt(dice.pick([0, 1, 300_000, dice.roll(1_000_001), 1_000_000])),
  }
  const least = Object.values(shares).reduce((sum, ppm) => sum + ppm, 0n)
  return {
    ...{ ...PLAIN_PARAMS, ...shares, mode: dice.pick(['penalty', 'literal'] as const) },
    bindPpm: dice.pick([least, least + BigInt(dice.roll(2_000_000))]),
    basePrice: BigInt(dice.pick([1, 2, 3, 7, 50, 1 + dice.roll(1_000_000)])),
    slashPpm: dice.pick([null, 200_000n, 1_000_000n]),
    target: BigInt(dice.pick([1, 2, 1000])),
    cuCap: BigInt(dice.pick([3, 1000])),
    missesToJail: BigInt(dice.pick([1, 2, 3])),
  }
}

/** One command at random, mostly one that its bill waits for. */
// long: what may be done to a bill, state by state.
function step(lockstep: BillLockstep, dice: Dice, isOften: boolean): string {
  const { plain } = lockstep
  const live = [...plain.bills].filter(([, { status }]) => {
    return ['opened', 'dispatched', 'submitted', 'settled'].includes(status)
  })
  const jump = dice.pick([0, 0, 0, 0, 0, 0, 1, 1, 2, dice.roll(14)])
  const at = { height: plain.height + BigInt(jump) }
  if (dice.once(12)) {
    const isRegistering = plain.adaptors.size < 2 || dice.once(2)
    const leaving = dice.pick(['leaveAdaptor', 'withdrawAdaptor', 'withdrawAdaptor'])
    const command = isRegistering ? 'registerAdaptor' : leaving
    return lockstep.apply({ command, work: dice.pick(ADAPTORS), ...at })
  }
  const cuMax = BigInt(dice.roll(dice.pick([2, 4, 1002])))
  if (live.length < BILLS_TOGETHER && (live.length === 0 || dice.once(3))) {
    const user = dice.pick(['u1', 'u1', 'n1', 'u9'])
    const verifier = dice.pick(['v', 'v', user, 'n1'])
    const work = dice.once(20) ? 'b0' : `b${plain.bills.size}`
    const model = dice.once(30) ? 'other' : 'm'
    return lockstep.apply({ command: 'open', work, ...at, user, verifier, cuMax, model })
  }
  const [work, bill] = dice.once(25)
    ? (['none', undefined] as const)
    : dice.pick(dice.once(8) ? [...plain.bills] : live)
  const wanted = { opened: 'dispatch', dispatched: 'submit', submitted: 'settle' }
  const { status = 'opened', cuMax: most = 1n, openedAt = 0n } = bill ?? {}
  const next = Object.entries(wanted).find(([from]) => from === status)?.[1] ?? 'close'
  const anything = ['dispatch', 'submit', 'settle', 'challenge', 'close', 'refund']
  const command = isOften && !dice.once(6) ? next : dice.pick(anything)
  const cu = dice.pick([0n, most, BigInt(dice.roll(Number(most) + 2))])
  const ms = BigInt(dice.pick([0, 1, 2, 3, 1000, 1001, dice.roll(3000), 2 ** 40]))
  switch (command) {
    case 'dispatch': {
      const node = dice.pick(NODES)
      const adaptor = dice.pick(['', '', '', ...ADAPTORS])
      const signer = dice.pick(['r1', bill?.user ?? 'u1'])
      const isSigned = !dice.once(10)
      return lockstep.apply({ command, work, ...at, node, adaptor, signer, isSigned })
    }
    case 'submit': {
      const isOther = dice.once(10) || bill === undefined || bill.node === ''
      const node = isOther ? 'x' : bill.node
      const fields = { node, resultHash: 'aa', cu, responseMs: ms }
      return lockstep.apply({ command, work, ...at, ...fields })
    }
    case 'settle': {
      const verifier = dice.once(10) ? 'x' : (bill?.verifier ?? 'x')
      const reference = dice.once(15) ? '' : 'seen'
      const fields = { verifier, cu, responseMs: ms, reference }
      return lockstep.apply({ command, work, ...at, ...fields })
    }
    case 'challenge': {
      const challenger = dice.pick(['x', bill?.verifier ?? 'x'])
      const evidence = dice.pick(['01', '00', '00'])
      return lockstep.apply({ command, work, ...at, challenger, evidence })
    }
    case 'refund': {
      const { settleWindow, dispatchWindow } = plain.params
      const { dispatchedAt = 0n } = bill ?? {}
      const ripe = status === 'dispatched' ? dispatchedAt + settleWindow : openedAt + dispatchWindow
      const due = ripe + BigInt(dice.roll(2))
      const height = due > at.height && dice.once(2) ? due : at.height
      return lockstep.apply({ command, work, height, reason: '' })
    }
    default:
      return lockstep.apply({ command: 'close', work, ...at })
  }
}

test('the package and the plain model agree on every command', () => {
  const seed = fuzzSeed()
  const codes = new Map<string, number>()
  const ends = new Map<string, number>()
  const runs = fuzzRuns(40)
  for (let index = 0; index < runs; index += 1) {
    const dice = new Dice(seed + index)
    const lockstep = new BillLockstep(randomParams(dice), OPENING)
    for (let count = 0; count < COMMANDS; count += 1) {
      const code = step(lockstep, dice, count % 2 === 0)
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
    lockstep.finish()
    for (const { status } of lockstep.plain.bills.values()) {
      ends.set(status, (ends.get(status) ?? 0) + 1)
    }
  }
  const counted = [...ends, ...codes].map(([name, times]) => `${name} ${times}`).join(', ')
  console.log(`bills in lockstep: ${runs} runs, seed ${seed}: ${counted}`)
  const count = (...statuses: readonly string[]): number =>
    statuses.reduce((sum, status) => sum + (ends.get(status) ?? 0), 0)
  expect(count('closed')).toBeGreaterThan(runs)
  expect(count('challenged')).toBeGreaterThan(runs)
  expect(count('refunded')).toBeGreaterThan(runs)
  expect(codes.get('ok') ?? 0).toBeGreaterThan(runs * 50)
  expect(codes.size).toBeGreaterThan(25)
})
