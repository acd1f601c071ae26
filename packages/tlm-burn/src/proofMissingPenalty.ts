import { account, amount, defineTlm } from '@tlmkit/core'
import { z } from 'zod'
import { slashColumns, slashEvents, slashParams, slashStake } from './slashStake.js'

/**
 * Slashes the supplier of an expired claim, and leaves the penalty to the TLMs after it.
 *
 * Rule: as `proofMissingSlash`, but for the burn: `penalty` stays in the account `penaltyFrom`,
 * which is `module/tokenomics`, and a penalty split after it in the chain takes it from there.
 * Units: upokt; a mark is 1 unit of `mark`, which is no money.
 * Source: spec/pocket.md section 8; spec/microtask.md, failure.
 * @example definePipeline(slashes, [use(proofMissingPenalty), use(penaltySplit)])
 */
export const proofMissingPenalty = defineTlm({
  name: 'proof-missing-penalty',
  version: '1.0.0',
  phase: 'settle',
  reads: slashColumns,
  writes: { penalty: amount('upokt'), penaltyFrom: account() },
  params: z.object(slashParams),
  reasons: ['supplier-slash-module-transfer', 'unbonding-begin'],
  conflicts: ['proof-missing-slash'],
  events: slashEvents,
  rule: (columns, params, claim) =>
    slashStake(claim, columns, { ...params, denomination: 'upokt', spend: () => undefined }),
})
