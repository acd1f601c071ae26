import { describeLaws, describeTlmLaws } from '@tlmkit/testing'
import { applicationMinimumStake } from './applicationMinimumStake.js'
import { burnEqualsMint } from './burnEqualsMint.js'
import { pocketNetwork } from './pocketNetwork.fixture.js'
import { proofMissingPenalty } from './proofMissingPenalty.js'
import { proofMissingSlash } from './proofMissingSlash.js'
import { revenueShare } from './revenueShare.js'

describeTlmLaws(burnEqualsMint, { params: { mintRatio: '0.975' } })
describeTlmLaws(revenueShare)
const mark = { extraDenominations: ['mark'] }
describeTlmLaws(applicationMinimumStake, mark)
describeTlmLaws(proofMissingPenalty, { extraDenominations: ['mark'] })
describeTlmLaws(proofMissingSlash, { extraDenominations: ['mark', 'upokt'] })
describeLaws(pocketNetwork({ params: { globalInflationPerClaim: '0.1' } }), {
  stops: ['balance-overflow'],
})
