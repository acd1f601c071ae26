import { rootHashOf, type ScenarioApplication } from './vectors/scenario.fixture.js'

/** Numbers that follow from a seed: xorshift, 32 bits. */
export function createDice(seed: number): (sides: number) => number {
  let state = Math.max(1, seed >>> 0)
  return (sides) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % sides
  }
}

const APPLICATIONS = 60
const SUPPLIERS = 90
const REQUIREMENTS = ['not-required', 'not-required', 'threshold', 'probabilistic'] as const
const STATUSES = ['validated', 'validated', 'pending', 'invalid'] as const
const SHARES = [[100], [50, 50], [1, 49, 50], [33, 33, 34], [60, 30], []] as const

/** Rows of a settlement in which stakes are tight, proofs are missing, and shares are broken. */
export function randomClaims(seed: number, count: number) {
  const roll = createDice(seed)
  const applications = Array.from({ length: APPLICATIONS }, (_, index): ScenarioApplication => {
    const stake = BigInt(roll(3) === 0 ? roll(500) : roll(2_000_000))
    const spendLimit = BigInt(roll(4) === 0 ? roll(9_000) : 0)
    return { application: `app${index}`, stake, spendLimit }
  })
  const suppliers = Array.from({ length: SUPPLIERS }, (_, index) => ({
    supplier: `sup${index}`,
    service: 'svc1',
    owner: `address/owner${index}`,
    hasOwner: roll(12) > 0,
    shareholders: (SHARES[roll(SHARES.length)] ?? []).map((percent, place) => {
      return { to: `address/holder${roll(40)}-${place}`, percent }
    }),
  }))
  const claims = Array.from({ length: count }, (_, index) => {
    const relays = BigInt(1 + roll(roll(4) === 0 ? 5 : 9_000))
    return {
      application: `app${roll(APPLICATIONS)}`,
      session: `s${index}`,
      supplier: `sup${roll(SUPPLIERS)}`,
      service: 'svc1',
      sessionStart: 1n,
      sessionEnd: 10n,
      rootHash: rootHashOf({ computeUnits: roll(50) === 0 ? relays + 1n : relays, relays }),
      proofRequirement: REQUIREMENTS[roll(REQUIREMENTS.length)],
      proofStatus: STATUSES[roll(STATUSES.length)],
    }
  })
  return { applications, suppliers, claims: sharedSessions(claims) }
}

/** Claims of an application meet in sessions of about a dozen. */
function sharedSessions<Claim extends { readonly application: string; readonly supplier: string }>(
  claims: readonly Claim[],
): readonly (Claim & { readonly session: string })[] {
  const counts = new Map<string, number>()
  return claims.map((claim) => {
    const pair = `${claim.application}/${claim.supplier}`
    const earlier = counts.get(pair) ?? 0
    counts.set(pair, earlier + 1)
    return { ...claim, session: `s${earlier}` }
  })
}
