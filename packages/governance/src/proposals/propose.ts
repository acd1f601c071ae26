import {
  account,
  amount,
  claimOf,
  defineCommand,
  divide,
  id,
  list,
  oneOf,
  reject,
  tell,
  text,
  type CommandContext,
  type CommandShape,
  type Tell,
} from '@tlmkit/core'
import { PAYMENTS_MAX } from '../claims.js'
import { governanceParamsOf } from '../governanceParamsOf.js'
import { changeStake, stakeOf } from '../stake/stakeCourse.js'
import type { ChangeFault, ParamChange } from '../store/ParamChange.js'
import type { GovernanceEnvironment } from './GovernanceEnvironment.js'
import { proposalWeeks, type OpenProposal, type ProposalState } from './ProposalState.js'
import { WEEK_SECONDS } from './week.js'

/** Changes that one proposal may carry. */
export const CHANGES_MAX = 64

/**
 * Proposes changes of parameters, and payments from the treasury with them.
 *
 * Rule: the bond is of the params the proposal is made under, as all its periods and rates are; it
 * lies in `proposal/<id>/locked`. A bond out of stake makes that stake smaller.
 * Errors, in this order: `duplicate-proposal`, `unknown-key` (also one that is not set on its own),
 * `key-fixed`, `key-repeated`, `empty-diff` (payments alone are none), `value-out-of-bounds`, `payment-invalid`
 * (of nothing, to the treasury, or to what
 * is neither a balance nor a module), `bond-short`.
 * Source: spec/governance.md, Proposal.
 */
export function propose(environment: GovernanceEnvironment): CommandShape<ProposalState> {
  const { denomination, kinds } = environment
  return defineCommand<ProposalState>()({
    columns: {
      proposer: id('voter'),
      changes: list({ key: text(), value: text() }, CHANGES_MAX),
      payments: list({ to: account(), amount: amount(denomination) }, PAYMENTS_MAX),
      bondFrom: oneOf('balance', 'stake'),
    },
    codes: [
      ...(['duplicate-proposal', 'unknown-key', 'key-fixed', 'key-repeated'] as const),
      ...(['empty-diff', 'value-out-of-bounds', 'payment-invalid', 'bond-short'] as const),
    ],
    timed: true,
    reduce(state, { proposer, changes, payments, bondFrom }, context) {
      if (state !== undefined) return reject('duplicate-proposal')
      const { params, work, height } = context
      const { proposalBondAmount: bond, treasury } = governanceParamsOf(params)
      const fault = faultOfChanges(environment, context, changes)
      if (fault !== undefined) return reject(fault)
      if (payments.some((payment) => !isPayable(payment, treasury))) {
        return reject('payment-invalid')
      }
      const isStaked = bondFrom === 'stake'
      if (isStaked && stakeOf(context, proposer) < bond) return reject('bond-short')
      const proposal = openProposal(context, { proposer, changes, payments, bond })
      const row = { proposal: work, voter: proposer, bond, isStaked, height }
      return {
        state: proposal,
        claims: [claimOf(kinds['proposal-bonds'], row)],
        tells: [
          ...(isStaked ? changeStake(context, proposer, -bond) : []),
          noteWeek(context, proposal),
        ],
        events: [{ event: 'proposed', fields: { proposer, votingFrom: proposal.votingFrom } }],
      }
    },
  })
}

/** The first fault of changes, in the order of the codes. */
function faultOfChanges(
  { store }: GovernanceEnvironment,
  context: CommandContext,
  changes: readonly ParamChange[],
): ChangeFault['code'] | 'empty-diff' | undefined {
  const { values, faults } = store().read(changes)
  for (const code of ['unknown-key', 'key-fixed', 'key-repeated'] as const) {
    if (faults.some((fault) => fault.code === code)) return code
  }
  if (changes.length === 0) return 'empty-diff'
  const isRefused = faults.length > 0 || context.checkParams(values) !== undefined
  return isRefused ? 'value-out-of-bounds' : undefined
}

/** Balances and modules: all else is told by lifecycles, and what came past them would be lost. */
function isPayable(
  { to, amount: paid }: { readonly to: string; readonly amount: bigint },
  treasury: string,
): boolean {
  if (paid === 0n || to === treasury) return false
  return to.startsWith('module/') || to.endsWith('/balance')
}

function openProposal(
  { params, time, peek }: CommandContext,
  given: Pick<OpenProposal, 'proposer' | 'payments' | 'bond'> & {
    readonly changes: readonly ParamChange[]
  },
): OpenProposal {
  const { discussionSeconds, votingSeconds, quorum } = governanceParamsOf(params)
  const votingFrom = time + discussionSeconds
  const votingUntil = votingFrom + votingSeconds
  return {
    ...given,
    status: 'open',
    changes: given.changes.map(({ key, value }) => ({ key, value, previous: '' })),
    payments: given.payments.map(({ to, amount: paid }) => ({ to, amount: paid })),
    quorum: { num: quorum.num, den: quorum.den },
    ...{ proposedAt: time, votingFrom, votingUntil, for: 0n, against: 0n, abstain: 0n },
    lastVoter: '',
    previousInWeek: peek(proposalWeeks, weekOf(votingUntil))?.last ?? '',
  }
}

function noteWeek({ work }: CommandContext, { votingUntil }: OpenProposal): Tell {
  return tell(proposalWeeks, weekOf(votingUntil), () => ({ last: work }))
}

const weekOf = (time: bigint): string => `${divide(time, WEEK_SECONDS, 'floor')}`
