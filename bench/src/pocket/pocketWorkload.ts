import { initialState, type SettleInput, type Work } from '@tlmkit/core'
import { pocketMainnet } from '@tlmkit/presets'
import { difficultyMultiplier } from '@tlmkit/tlm-relay-mining'
import { mix } from '../mix.ts'
import { permute } from '../permute.ts'
import { settleRelays, type Relay } from '../plainPocket.ts'
import type { EngineWork, Order, PlainWork, Workload } from '../Workload.ts'
import { holdersOf, relayAt, stakeOf, type RelayNumbers, type Relays } from './generateRelays.ts'
import {
  accountOfHolder,
  accountOfOwner,
  accountOfSource,
  nameOfApplication,
  nameOfSession,
  nameOfSupplier,
  pocketAccounts,
} from './pocketAccounts.ts'
import { PENDING_SESSIONS, POCKET_PARAMS, TOKENS_PER_COMPUTE_UNIT } from './pocketFacts.ts'
import { POCKET_SERVICES, type Service } from './pocketServices.ts'
import type { PocketShape } from './PocketShape.ts'
import { writeRelays } from './writeRelays.ts'

const SESSION_START = 944_861
const SESSION_END = 944_880
const HEIGHT = 944_913n
const DIFFICULTY_SINCE = 944_001n

/** Relay claims on Pocket's preset, with a difficulty above base on every row. */
export function pocketWorkload(shape: PocketShape): Workload {
  return {
    id: 'pocket',
    title: 'pocket pipeline, difficulty above base on every row',
    fileKind: 2,
    plain: (count) => plainRelays({ shape, count }),
    engine: (count, order) => engineRelays({ shape, count }, order),
    accounts: () => pocketAccounts(shape),
    write: (file, count) => {
      writeRelays(file, { shape, count })
    },
  }
}

function plainRelays(relays: Relays): PlainWork {
  const { shape, count } = relays
  const facts = factsOf(shape)
  const claims = Array.from({ length: count }, (_, index) => toRelay(relayAt(relays, index), facts))
  const opening = openingBalances(shape)
  let balances = { upokt: new Map(opening), mark: new Map<string, bigint>() }
  return {
    settle: () => settleRelays(claims, balances, POCKET_PARAMS),
    reset: () => {
      balances = { upokt: new Map(opening), mark: new Map() }
    },
    balances: () => new Map(Object.entries(balances)),
  }
}

/** What is looked up, once per application, supplier and service. */
function factsOf(shape: PocketShape) {
  const numbers = (length: number): readonly number[] => Array.from({ length }, (_, each) => each)
  return {
    stakes: numbers(shape.applications).map((application) => stakeOf(shape, application)),
    shareholders: numbers(shape.suppliers).map((supplier) =>
      holdersOf(shape, supplier).map(({ holder, percent }) => {
        return { to: accountOfHolder(holder), percent: BigInt(percent) }
      }),
    ),
    multipliers: POCKET_SERVICES.map(({ targetHash }) => difficultyMultiplier(targetHash)),
  }
}

function toRelay(numbers: RelayNumbers, facts: ReturnType<typeof factsOf>): Relay {
  const { application, session, supplier, service, computeUnits } = numbers
  return {
    application: nameOfApplication(application),
    session: nameOfSession(session),
    supplier: nameOfSupplier(supplier),
    computeUnits: BigInt(computeUnits),
    multiplier: facts.multipliers[service] ?? { num: 0n, den: 1n },
    tokensPerComputeUnit: TOKENS_PER_COMPUTE_UNIT,
    stake: facts.stakes[application] ?? 0n,
    spendLimit: 0n,
    pendingSessions: PENDING_SESSIONS,
    shareholders: facts.shareholders[supplier] ?? [],
    owner: accountOfOwner(supplier),
    sourceOwner: accountOfSource(POCKET_SERVICES[service]?.name ?? ''),
  }
}

function openingBalances(shape: PocketShape): Map<string, bigint> {
  const held = [...pocketAccounts(shape)].filter(({ opening }) => opening > 0n)
  return new Map(held.map(({ account, opening }) => [account, opening]))
}

function engineRelays(relays: Relays, order: Order): EngineWork {
  const { shape, count } = relays
  const { seed } = shape
  const rows = Array.from({ length: count }, (_, place) => {
    const index = order === 'canonical' ? place : permute(place, { count, seed })
    return toRow(relayAt(relays, index), { seed, index })
  })
  const state = initialState(pocketMainnet, {
    balances: new Map([['upokt', openingBalances(shape)]]),
    lifecycles: new Map([['difficulty', difficulties()]]),
  })
  const input = { id: 'bench', height: HEIGHT, claims: { relays: { rows } }, tables: tables(shape) }
  return { network: pocketMainnet, state, input }
}

function toRow(
  numbers: RelayNumbers,
  { seed, index }: { readonly seed: number; readonly index: number },
) {
  const { application, session, supplier, service, computeUnits, relays } = numbers
  const words = Array.from({ length: 8 }, (_, word) => mix({ seed, index, lane: 10 + word }))
  const digest = words.map((word) => hex(word, 8)).join('')
  return {
    application: nameOfApplication(application),
    session: nameOfSession(session),
    supplier: nameOfSupplier(supplier),
    service: POCKET_SERVICES[service]?.name,
    sessionStart: SESSION_START,
    sessionEnd: SESSION_END,
    rootHash: digest + hex(computeUnits, 16) + hex(relays, 16),
    proofRequirement: 'not-required',
    proofStatus: 'pending',
  }
}

function tables(shape: PocketShape): NonNullable<SettleInput['tables']> {
  const { shareholders } = factsOf(shape)
  const services = POCKET_SERVICES.map(({ name, computeUnitsPerRelay }) => {
    return { service: name, sourceOwner: accountOfSource(name), computeUnitsPerRelay, history: [] }
  })
  const serviceAt = (number: number): Service | undefined =>
    POCKET_SERVICES[number % POCKET_SERVICES.length]
  const applications = Array.from({ length: shape.applications }, (_, number) => {
    const service = serviceAt(number)?.name
    return { application: nameOfApplication(number), services: [{ service }], spendLimit: 0 }
  })
  const suppliers = shareholders.map((list, number) => ({
    supplier: nameOfSupplier(number),
    service: serviceAt(number)?.name,
    owner: accountOfOwner(number),
    hasOwner: true,
    shareholders: list,
  }))
  return {
    services: { rows: services },
    applications: { rows: applications },
    suppliers: { rows: suppliers },
  }
}

function difficulties(): ReadonlyMap<string, Work> {
  return new Map(
    POCKET_SERVICES.map(({ name, targetHash, relaysEma }) => {
      const entry = { targetHash, relaysEma, effectiveHeight: DIFFICULTY_SINCE }
      const state = { targetHash, relaysEma, since: DIFFICULTY_SINCE, history: [entry] }
      return [name, { paramsVersion: 1, state }]
    }),
  )
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}
