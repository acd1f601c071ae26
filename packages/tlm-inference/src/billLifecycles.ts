import { defineLifecycle, type Lifecycle } from '@tlmkit/core'
import { leaveAdaptor, registerAdaptor, withdrawAdaptor } from './adaptors/adaptorCommands.js'
import type { AdaptorState } from './adaptors/AdaptorState.js'
import type { BillEnvironment } from './bills/BillEnvironment.js'
import type { BillState } from './bills/BillState.js'
import type { FakeCheck } from './bills/FakeCheck.js'
import type { Signatures } from './bills/Signatures.js'
import { plainStakeBook, type StakeBook } from './bills/StakeBook.js'
import type { InferenceKinds } from './claims.js'
import { challengeBill } from './commands/challengeBill.js'
import { closeBill } from './commands/closeBill.js'
import { dispatchBill } from './commands/dispatchBill.js'
import { openBill } from './commands/openBill.js'
import { refundBill } from './commands/refundBill.js'
import { settleBill } from './commands/settleBill.js'
import { submitResult } from './commands/submitResult.js'
import { billNodes } from './nodes/billNodes.js'
import type { RewardMoney } from './rewards/turnWeek.js'
import type { SlashEnvironment } from './slashing/slashNode.js'

export interface BillLifecycleOptions<D extends string> {
  readonly denomination: D
  /** Name of the network, part of everything that is signed. */
  readonly domain: string
  readonly kinds: InferenceKinds<D>
  readonly signatures: Signatures
  /** The network's stakes; without one, all that is free may be bound. */
  readonly stake?: StakeBook
  /** Judges evidence; without one, only the verifier's no shows that a result is false. */
  readonly isFake?: FakeCheck
  /** Slashes nodes for false results; without it these cost the bind alone. */
  readonly slash?: SlashEnvironment
  /** Counts settled work for rewards, by the week: then `settle` and `close` carry a time. */
  readonly rewards?: RewardMoney
}

/**
 * The lifecycles of inference bills: `bills` and `adaptors` with their commands, and the nodes that
 * missed bills.
 *
 * Source: spec/inference.md, Bill.
 * @example
 * const options = { denomination: 'DGAI', domain: 'net', kinds, signatures } as const
 * defineNetwork({ lifecycles: billLifecycles(options), ... })
 */
export function billLifecycles<D extends string>(
  options: BillLifecycleOptions<D>,
): readonly Lifecycle[] {
  const { denomination, domain, kinds, signatures } = options
  const { stake = plainStakeBook(denomination), isFake = () => false } = options
  const { slash, rewards } = options
  const environment: BillEnvironment = {
    ...{ domain, kinds, signatures, stake, isFake, slash, rewards },
  }
  return [
    defineLifecycle<BillState>()({
      name: 'bills',
      commands: {
        open: openBill(environment),
        dispatch: dispatchBill(environment),
        submit: submitResult(environment),
        settle: settleBill(environment),
        challenge: challengeBill(environment),
        close: closeBill(environment),
        refund: refundBill(environment),
      },
    }),
    defineLifecycle<AdaptorState>()({
      name: 'adaptors',
      commands: {
        registerAdaptor: registerAdaptor(kinds),
        leaveAdaptor: leaveAdaptor(kinds),
        withdrawAdaptor: withdrawAdaptor(kinds),
      },
    }),
    billNodes,
  ]
}
