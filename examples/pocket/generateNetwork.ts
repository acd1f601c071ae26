import { initialState, stateToJson, type Json, type Work } from '@tlmkit/core'
import { BASE_TARGET, newTargetHash } from '@tlmkit/tlm-relay-mining'
import { APPLICATION_STAKES, REVENUE_SHARES, SERVICES, SUPPLIERS } from './recordedShape.ts'
import type { RandomStream } from './random.ts'
import network from './tlmkit.config.ts'

const UPOKT = 1_000_000n
const APPLICATIONS = 120

export interface Application {
  readonly name: string
  readonly service: string
  readonly stake: bigint
}

export interface Supplier {
  readonly name: string
  readonly shareholders: readonly { readonly to: string; readonly percent: number }[]
}

export interface ExampleNetwork {
  readonly state: Json
  readonly tables: Readonly<Record<string, readonly Json[]>>
  readonly applications: readonly Application[]
  readonly suppliers: readonly Supplier[]
}

/** Makes the actors of the example and what they hold before the first settlement. */
export function generateNetwork(random: RandomStream): ExampleNetwork {
  const applications = generateApplications(random)
  const suppliers = generateSuppliers(random)
  const tables = {
    applications: applications.map(applicationRow),
    services: SERVICES.map(([service, computeUnits]) => ({
      service,
      sourceOwner: `address/owner-of-${service}`,
      computeUnitsPerRelay: computeUnits,
      history: [],
    })),
    validators: generateValidators(random),
  }
  return {
    state: stateToJson(openingState(applications, suppliers)),
    tables,
    applications,
    suppliers,
  }
}

/** Most are staked as recorded; a few are nearly spent, as one recorded application was. */
function generateApplications(random: RandomStream): readonly Application[] {
  return Array.from({ length: APPLICATIONS }, (_, index) => {
    const recorded =
      BigInt(random.pick(APPLICATION_STAKES)) * UPOKT + BigInt(random.below(1_000_000))
    const [service] = random.pick(SERVICES)
    return { name: nameOf('app', index + 1, 3), service, stake: stakeOf(index, recorded, random) }
  })
}

function stakeOf(index: number, recorded: bigint, random: RandomStream): bigint {
  if (index === 0) return 57n
  if (index < 10) return BigInt(random.below(9_000_000) + 810_309)
  if (index === 10) return 1_000n * UPOKT + 40_000n
  return recorded
}

function generateSuppliers(random: RandomStream): readonly Supplier[] {
  return Array.from({ length: SUPPLIERS }, (_, index) => {
    const name = nameOf('sup', index + 1, 4)
    const percents = random.weighted(REVENUE_SHARES)
    const operator = random.below(40)
    const shareholders = percents.map((percent, place) => ({
      to: place === 0 ? `address/${name}` : `address/pool-${operator}-${place}`,
      percent,
    }))
    return { name, shareholders }
  })
}

/** Suppliers are staked for the services that they serve. */
export function supplierRows(
  { suppliers }: ExampleNetwork,
  claims: readonly { readonly supplier: string; readonly service: string }[],
): readonly Json[] {
  const pairs = new Set(claims.map(({ supplier, service }) => `${supplier}/${service}`))
  return suppliers.flatMap(({ name, shareholders }) =>
    SERVICES.filter(([service]) => pairs.has(`${name}/${service}`)).map(([service]) => ({
      supplier: name,
      service,
      owner: `address/${name}-owner`,
      hasOwner: true,
      shareholders,
    })),
  )
}

/** Twenty bonded validators, some with delegators. */
function generateValidators(random: RandomStream): readonly Json[] {
  return Array.from({ length: 20 }, (_, index) => {
    const name = nameOf('val', index + 1, 2)
    const own = BigInt(random.below(1_000_000) + 1)
    const delegated = BigInt(random.below(12_000_000)) * UPOKT
    const delegations = [
      { to: `address/${name}`, stake: own.toString() },
      { to: `address/delegator-${random.below(30)}`, stake: delegated.toString() },
    ]
    return {
      operator: name,
      account: `address/${name}`,
      tokens: (own + delegated).toString(),
      commission: random.pick(['0.05', '0.1', '0.1', '0.2']),
      delegations,
    }
  })
}

function openingState(
  applications: readonly Application[],
  suppliers: readonly Supplier[],
): ReturnType<typeof initialState> {
  const upokt = new Map<string, bigint>()
  for (const { name, stake } of applications) upokt.set(`application/${name}/stake`, stake)
  for (const { name } of suppliers) upokt.set(`supplier/${name}/stake`, 60_000n * UPOKT)
  return initialState(network, {
    balances: new Map([['upokt', upokt]]),
    lifecycles: new Map([['difficulty', difficulties()]]),
  })
}

/** Difficulty of each service, from its recorded moving average. */
function difficulties(): ReadonlyMap<string, Work> {
  return new Map(
    SERVICES.map(([service, , ema]) => {
      const relaysEma = BigInt(ema)
      const above = relaysEma > 100_000n
      const targetHash = above
        ? newTargetHash({ targetNumRelays: 100_000n, relaysEma })
        : BASE_TARGET
      const entry = { targetHash, relaysEma, effectiveHeight: 944_001n }
      const state = { targetHash, relaysEma, since: 944_001n, history: [entry] }
      return [service, { paramsVersion: 1, state }]
    }),
  )
}

function applicationRow({ name, service }: Application): Json {
  return { application: name, services: [{ service }], spendLimit: spendLimitOf(name) }
}

/** Two applications cap what a session may cost. */
function spendLimitOf(name: string): string {
  return name === 'app-020' || name === 'app-021' ? '2000000' : '0'
}

function nameOf(prefix: string, number: number, digits: number): string {
  return `${prefix}-${number.toString().padStart(digits, '0')}`
}
