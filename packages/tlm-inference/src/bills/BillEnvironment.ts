import { accountOf, type AccountPath, type CommandContext } from '@tlmkit/core'
import { billParamsOf } from '../billParamsOf.js'
import type { InferenceKinds } from '../claims.js'
import type { AnsweredBill } from './BillState.js'
import type { RewardMoney } from '../rewards/turnWeek.js'
import type { SlashEnvironment } from '../slashing/slashNode.js'
import type { FakeCheck } from './FakeCheck.js'
import type { Signatures } from './Signatures.js'
import type { StakeBook } from './StakeBook.js'

/** What the commands of bills work with. */
export interface BillEnvironment {
  /** Name of the network, part of everything that is signed. */
  readonly domain: string
  readonly kinds: InferenceKinds
  readonly signatures: Signatures
  readonly stake: StakeBook
  readonly isFake: FakeCheck
  readonly slash: SlashEnvironment | undefined
  readonly rewards: RewardMoney | undefined
}

/** Where what a node loses is gathered until it is split. */
export function penaltyAccount(bill: string): AccountPath {
  return accountOf('penalty', bill, 'locked')
}

/** First height at which the verifier is too late, in blocks. */
export function verdictEnd({ params }: CommandContext, bill: AnsweredBill): bigint {
  return bill.submittedAt + billParamsOf(params).verdictWindow
}

/** First height at which a bill can no longer be challenged, in blocks. */
export function challengeEnd(context: CommandContext, bill: AnsweredBill): bigint {
  const from = bill.status === 'settled' ? bill.settledAt : verdictEnd(context, bill)
  return from + billParamsOf(context.params).challengeWindow
}

/** What of a bill its price is made of, at given figures. */
export interface Figures {
  readonly cu: bigint
  readonly responseMs: bigint
}

/** Columns of a claim that distributes what a bill comes to. */
export function pricedRow(
  { work, height, params }: CommandContext,
  bill: AnsweredBill,
  { cu, responseMs }: Figures,
) {
  const { user, node, adaptor, targetMs, escrow } = bill
  const isRouted = adaptor !== ''
  return {
    ...{ bill: work, user, node, cu, responseMs, targetMs, escrowed: escrow, height },
    ...{ basePrice: billParamsOf(params).basePrice, isRouted },
    adaptor: isRouted ? adaptor : node,
  }
}
