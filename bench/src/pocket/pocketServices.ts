import { BASE_TARGET, newTargetHash } from '@tlmkit/tlm-relay-mining'

/** A service whose difficulty is above base. */
export interface Service {
  readonly name: string
  readonly computeUnitsPerRelay: number
  /** Moving average of its relays per settlement. */
  readonly relaysEma: bigint
  readonly targetHash: string
}

const TARGET_RELAYS = 100_000n

/** The services of Pocket's main network that had more relays than wanted (spec section 10). */
export const POCKET_SERVICES: readonly Service[] = (
  [
    ['arb-one', 1118, 477_638n],
    ['avax', 2733, 325_007n],
    ['base', 1232, 222_466n],
    ['bsc', 886, 307_630n],
    ['eth', 1579, 425_170n],
    ['op', 1808, 310_542n],
    ['poly', 1579, 280_752n],
  ] as const
).map(([name, computeUnitsPerRelay, relaysEma]) => {
  const targetHash = newTargetHash({ targetNumRelays: TARGET_RELAYS, relaysEma })
  if (targetHash >= BASE_TARGET) throw new Error(`${name} is not above base`)
  return { name, computeUnitsPerRelay, relaysEma, targetHash }
})
