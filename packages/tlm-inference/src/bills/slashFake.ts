import { isRatio, UsageError, type CommandContext, type Ratio, type Rejection } from '@tlmkit/core'
import { slashNode, type NodeSlash, type SlashEnvironment } from '../slashing/slashNode.js'
import type { AnsweredBill } from './BillState.js'

/**
 * Slashes the node of the bill at hand for a false result, beyond what it had bound for it.
 *
 * Rule: a bill is the evidence, so that one slashes once, ever. Stake that left since the node took
 * the bill is liable.
 * Errors: `network-param-missing`.
 * Source: spec/inference.md, Slashing.
 */
export function slashFake(
  environment: SlashEnvironment,
  context: CommandContext,
  { node, ownStake, bind, dispatchedAt }: AnsweredBill,
): NodeSlash | Rejection<'evidence-used'> {
  return slashNode(environment, context, {
    ...{ node, cause: 'fake-result', evidence: `bill/${context.work}` },
    ...{ base: ownStake, rate: rateOf(context), faultHeight: dispatchedAt },
    bindTaken: bind,
  })
}

function rateOf({ params }: CommandContext): Ratio {
  const rate = params['fakeResultSlash']
  if (isRatio(rate)) return rate
  throw new UsageError({
    code: 'network-param-missing',
    message: 'Bills whose false results are slashed need the network parameter "fakeResultSlash".',
    details: { key: 'fakeResultSlash' },
  })
}
