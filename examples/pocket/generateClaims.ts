import type { Application, ExampleNetwork, Supplier } from './generateNetwork.ts'
import type { RandomStream } from './random.ts'
import { CLAIMS_PER_SESSION, RELAYS_PER_CLAIM, SERVICES } from './recordedShape.ts'

const SESSIONS = 74
const BLOCKS_PER_SESSION = 20
const FIRST_SESSION_START = 944_861
const PROOF_THRESHOLD_COMPUTE_UNITS = 20_000_000

/** A claim as it stands in a claims file. */
export type Claim = {
  readonly application: string
  readonly session: string
  readonly supplier: string
  readonly service: string
  readonly sessionStart: number
  readonly sessionEnd: number
  readonly rootHash: string
  readonly proofRequirement: string
  readonly proofStatus: string
}

/** The claims of one settlement: about 2,700, in some 80 sessions of 120 applications. */
export function generateClaims(
  random: RandomStream,
  network: ExampleNetwork,
  epoch: number,
): readonly Claim[] {
  const rotated = network.applications.map(
    (_, index, all) => all[(index + epoch * 31) % all.length],
  )
  const served = rotated
    .filter((application) => application !== undefined)
    .filter((application, index) => index < SESSIONS || application.stake < 20_000_000n)
  return served.flatMap((application, index) => {
    const claims = CLAIMS_PER_SESSION[index % CLAIMS_PER_SESSION.length] ?? 0
    return generateSession(random, { network, application, epoch, claims })
  })
}

interface Session {
  readonly network: ExampleNetwork
  readonly application: Application
  readonly epoch: number
  readonly claims: number
}

function generateSession(random: RandomStream, session: Session): readonly Claim[] {
  const { application, epoch, network } = session
  const start = FIRST_SESSION_START + epoch * BLOCKS_PER_SESSION
  const name = `session-${start}-${application.name}`
  const first = random.below(network.suppliers.length)
  return Array.from({ length: session.claims }, (_, index) => {
    const supplier = network.suppliers[(first + index * 17) % network.suppliers.length]
    return generateClaim(random, { application, supplier, name, start })
  })
}

interface Place {
  readonly application: Application
  readonly supplier: Supplier | undefined
  readonly name: string
  readonly start: number
}

function generateClaim(random: RandomStream, place: Place): Claim {
  const { application, supplier, name, start } = place
  const relays = random.pick(RELAYS_PER_CLAIM)
  const perRelay = SERVICES.find(([service]) => service === application.service)?.[1] ?? 1
  const computeUnits = relays * perRelay
  const proof = proofOf(random, computeUnits)
  return {
    application: application.name,
    session: name,
    supplier: supplier?.name ?? '',
    service: application.service,
    sessionStart: start,
    sessionEnd: start + BLOCKS_PER_SESSION - 1,
    rootHash: random.hex(32) + word(misreported(random, computeUnits)) + word(relays),
    ...proof,
  }
}

/** Eight bytes, big-endian, as hex. */
function word(value: number): string {
  return value.toString(16).padStart(16, '0')
}

/** Four claims in ten thousand do not add up. */
function misreported(random: RandomStream, computeUnits: number): number {
  return random.below(10_000) < 4 ? computeUnits + 1 : computeUnits
}

/** Large claims and one in a thousand need a proof; some come without. */
function proofOf(
  random: RandomStream,
  computeUnits: number,
): Pick<Claim, 'proofRequirement' | 'proofStatus'> {
  const large = computeUnits >= PROOF_THRESHOLD_COMPUTE_UNITS
  const sampled = random.below(1000) === 0
  if (!large && !sampled) return { proofRequirement: 'not-required', proofStatus: 'pending' }
  return {
    proofRequirement: large ? 'threshold' : 'probabilistic',
    proofStatus: random.weighted([
      ['validated', 12],
      ['pending', 2],
      ['invalid', 1],
    ]),
  }
}
