import { mix, mixBelow } from '../mix.ts'
import { pickSupplier, SUPPLIERS_PER_SESSION } from '../pickSupplier.ts'
import { POCKET_SERVICES } from './pocketServices.ts'
import type { PocketShape } from './PocketShape.ts'

/** One relay claim in numbers. */
export interface RelayNumbers {
  readonly application: number
  /** Of the application. */
  readonly session: number
  readonly supplier: number
  /** Place in `POCKET_SERVICES`. */
  readonly service: number
  readonly relays: number
  readonly computeUnits: number
}

/** A shape, and how many claims of it there are. */
export interface Relays {
  readonly shape: PocketShape
  readonly count: number
}

/** Mined relays of claims on the main network (spec section 10, every third). */
const RELAYS = [
  9, 13, 14, 16, 17, 18, 20, 24, 27, 39, 49, 51, 73, 92, 136, 369, 1054, 1395, 1734, 2053, 10_934,
] as const

/** Stakes on the main network in POKT (spec section 10, every third). */
const STAKES = [5172, 6668, 8507, 9667, 10_493, 11_435, 12_741, 18_639, 27_691] as const

const UPOKT_PER_POKT = 1_000_000n

/** Every so many applications have a stake that is this much smaller: their claims are capped. */
const SPENT_EVERY = 10
const SPENT_DIVISOR = 400n

const PERCENTS = [[1, 64, 35], [1, 40, 59], [35, 1, 64], [5, 32, 63], [100], [50, 50]] as const

/** Relay claim `index` in canonical order: of application, session, supplier. */
export function relayAt({ shape, count }: Relays, index: number): RelayNumbers {
  const perApplication = Math.ceil(count / shape.applications)
  const application = Math.floor(index / perApplication)
  const ofApplication = index % perApplication
  const slot = ofApplication % SUPPLIERS_PER_SESSION
  const service = application % POCKET_SERVICES.length
  const ofService = Math.floor(shape.suppliers / POCKET_SERVICES.length)
  const place = pickSupplier(ofService, { slot, index, seed: shape.seed })
  const relays = RELAYS[mixBelow(RELAYS.length, { seed: shape.seed, index, lane: 1 })] ?? 1
  return {
    application,
    session: Math.floor(ofApplication / SUPPLIERS_PER_SESSION),
    supplier: place * POCKET_SERVICES.length + service,
    service,
    relays,
    computeUnits: relays * (POCKET_SERVICES[service]?.computeUnitsPerRelay ?? 1),
  }
}

/** Stake of an application before the settlement, in upokt. */
export function stakeOf({ seed }: PocketShape, application: number): bigint {
  const place = mixBelow(STAKES.length, { seed, index: application, lane: 50 })
  const stake = BigInt(STAKES[place] ?? 1) * UPOKT_PER_POKT
  return application % SPENT_EVERY === 0 ? stake / SPENT_DIVISOR : stake
}

/** Who shares the revenue of a supplier: numbers of holders, with their percents. */
export function holdersOf(
  { seed, holders }: PocketShape,
  supplier: number,
): readonly { readonly holder: number; readonly percent: number }[] {
  const draw = (lane: number): number => mix({ seed, index: supplier, lane })
  const percents = PERCENTS[draw(60) % PERCENTS.length] ?? PERCENTS[0]
  return percents.map((percent, place) => ({ holder: draw(61 + place) % holders, percent }))
}
