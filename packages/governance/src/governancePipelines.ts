import { definePipeline, shared, use, type Pipeline } from '@tlmkit/core'
import type { GovernanceKinds } from './claims.js'
import { endProposalBond } from './tlms/endProposalBond.js'
import { lockProposalBond } from './tlms/lockProposalBond.js'
import { payFromTreasury } from './tlms/payFromTreasury.js'
import { stakeVotes } from './tlms/stakeVotes.js'
import { unstakeVotes } from './tlms/unstakeVotes.js'

/** The pipelines of governance's claims, to spread into a network's kinds. */
export function governancePipelines(
  kinds: GovernanceKinds,
): Readonly<Record<keyof GovernanceKinds, Pipeline>> {
  const params = { treasury: shared('treasury') }
  return {
    'voter-stakes': definePipeline(kinds['voter-stakes'], [use(stakeVotes)]),
    'voter-unstakes': definePipeline(kinds['voter-unstakes'], [use(unstakeVotes)]),
    'proposal-bonds': definePipeline(kinds['proposal-bonds'], [use(lockProposalBond)]),
    'proposal-bond-ends': definePipeline(kinds['proposal-bond-ends'], [
      use(endProposalBond, { params }),
    ]),
    'treasury-payments': definePipeline(kinds['treasury-payments'], [
      use(payFromTreasury, { params }),
    ]),
  }
}
