import { describeTlmLaws } from '@tlmkit/testing'
import {
  endProposalBond,
  lockProposalBond,
  payFromTreasury,
  stakeVotes,
  unstakeVotes,
} from './index.js'

const runs = { runs: 20 }
describeTlmLaws(endProposalBond, runs)
describeTlmLaws(lockProposalBond, runs)
describeTlmLaws(payFromTreasury, runs)
describeTlmLaws(stakeVotes, runs)
describeTlmLaws(unstakeVotes, runs)
