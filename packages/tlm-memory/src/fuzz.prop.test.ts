import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { type CommandClaim, type CommandResult } from '@tlmkit/core'
import { expect, test } from 'vitest'
import { LeaseRun, OPENING, reservation } from './memoryNetwork.fixture.js'

/** Milliseconds, longer with more runs. */
const TIMEOUT = fuzzRuns(60_000)

const MONEY = 10n ** 30n
const NODES = ['n1', 'n2', 'n3']
const CALLERS = ['c1', 'c2', 'n1']

const RICH = {
  ...OPENING,
  ...Object.fromEntries(CALLERS.map((name) => [`caller/${name}/balance`, MONEY])),
  ...Object.fromEntries(NODES.map((name) => [`operator/${name}/free`, MONEY])),
}

const claimsOf = (result: CommandResult): readonly CommandClaim[] => {
  return result.status === 'accepted' ? result.claims : []
}

/** What a command moved for a reason. */
function moved(result: CommandResult, reason: string): bigint {
  return claimsOf(result)
    .flatMap(({ entry }) => entry.postings)
    .reduce((sum, posting) => sum + (posting.reason === reason ? posting.amount : 0n), 0n)
}

interface Lease {
  readonly prepay: bigint
  readonly rho: bigint
  readonly kib: bigint
  readonly maxBlocks: bigint
  readonly reservedAt: bigint
  usedAt: bigint
}

test(
  'random leases over changing rho: fee within prepay, refund the rest, lock = ceil',
  { timeout: TIMEOUT },
  () => {
    const [count, seed] = [fuzzRuns(1000), fuzzSeed()]
    const dice = new Dice(seed)
    const sigma = dice.pick([
      [1n, 2n],
      [1n, 1n],
      [3n, 2n],
      [7n, 9n],
    ] as const)
    const params = { sigma: `${sigma[0]}/${sigma[1]}`, rhoGenesis: 100_003n, target: '0.2' }
    const run = new LeaseRun({ params, opening: RICH })
    for (const node of NODES) run.node('declareCapacity', 0, { kib: '3000' }, node)
    const open = new Map<string, Lease>()
    const rhos = new Set<bigint>()
    const seen = { reserved: 0, released: 0, timedOut: 0 }
    let height = 0n
    for (let index = 0; seen.reserved < count; index++) {
      height += BigInt(dice.once(9) ? dice.roll(2000) : dice.roll(40))
      const lease = `l${index}`
      const wish = {
        ...{ lease, caller: dice.pick(CALLERS), node: dice.pick(NODES) },
        ...{ bytes: 1 + dice.roll(400_000), maxBlocks: 1 + dice.roll(900) },
      }
      const at = { lifecycle: 'leases', work: lease, command: 'reserve' }
      const result = run.result(at, height, reservation(wish))
      const [claim] = claimsOf(result)
      if (claim !== undefined) {
        const { kib, rho, maxBlocks } = claim.row as Record<'kib' | 'rho' | 'maxBlocks', bigint>
        const prepay = moved(result, 'lease-prepay')
        expect(kib).toBe((BigInt(wish.bytes) + 1023n) / 1024n)
        expect(prepay).toBe(kib * maxBlocks * rho)
        const [num, den] = sigma
        expect(moved(result, 'bind')).toBe((prepay * num + den - 1n) / den)
        open.set(lease, { prepay, rho, kib, maxBlocks, reservedAt: height, usedAt: height })
        rhos.add(rho)
        seen.reserved++
      }
      for (const [id, known] of open) {
        if (dice.once(6) && run.lease('use', height, { party: 'x' }, id) === 'ok')
          throw new Error(id)
        if (!dice.once(4)) continue
        const party = dice.pick(CALLERS)
        const used = run.lease('use', height, { party }, id)
        if (used === 'ok') known.usedAt = height
        const command = dice.pick(['release', 'timeOut'])
        const fields = command === 'release' ? { party } : {}
        const ended = run.result({ lifecycle: 'leases', work: id, command }, height, fields)
        if (ended.status !== 'accepted') continue
        open.delete(id)
        const until = command === 'release' ? height : known.usedAt
        const elapsed = until - known.reservedAt
        const blocks = elapsed < 1n ? 1n : elapsed < known.maxBlocks ? elapsed : known.maxBlocks
        const fee = blocks * known.kib * known.rho
        expect(fee <= known.prepay).toBe(true)
        expect([seed, id, moved(ended, 'lease-fee')]).toEqual([seed, id, fee])
        expect(moved(ended, 'lease-refund')).toBe(known.prepay - fee)
        if (command === 'release') seen.released++
        else seen.timedOut++
      }
    }
    console.info(
      `leases: ${seen.reserved} reserved, ${seen.released} released, ${seen.timedOut} timed out, ` +
        `${rhos.size} rhos, seed ${seed}`,
    )
  },
)
