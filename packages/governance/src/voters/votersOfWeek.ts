import { compareBytes, divide, type CommandContext } from '@tlmkit/core'
import {
  ballots,
  proposalWeeks,
  proposalWorks,
  type ProposalState,
} from '../proposals/ProposalState.js'
import { isQuorumMet } from '../proposals/voteOutcome.js'
import { WEEK_SECONDS } from '../proposals/week.js'

/** A voter of a week, and what it weighs. */
export interface WeeklyVoter {
  readonly voter: string
  /** Base units: its largest weight on a proposal of the week. */
  readonly weight: bigint
}

/**
 * Who voted on the proposals whose vote ended in a week and met quorum.
 *
 * Rule: a voter weighs as much as on the proposal where it weighed most, so that many proposals do
 * not multiply it; abstentions count, cancelled proposals do not. Only of a week that is over all
 * votes are in.
 * Units: `period` counts weeks of 604,800 s from `genesisTime`, from 0.
 * Complexity: linear in the votes of the week.
 * Source: spec/inference.md, Voter rewards.
 */
export function votersOfWeek(
  context: Pick<CommandContext, 'peek'>,
  period: bigint,
  genesisTime: bigint,
): readonly WeeklyVoter[] {
  const from = genesisTime + period * WEEK_SECONDS
  const weights = new Map<string, bigint>()
  for (const [name, proposal] of proposalsUntil(context, from, from + WEEK_SECONDS)) {
    for (const { voter, weight } of votersOn(context, name, proposal)) {
      if (weight > (weights.get(voter) ?? 0n)) weights.set(voter, weight)
    }
  }
  return [...weights]
    .map(([voter, weight]) => ({ voter, weight }))
    .sort((a, b) => compareBytes(a.voter, b.voter))
}

type Peeks = Pick<CommandContext, 'peek'>

/** Proposals whose vote ended from a time on, before another, that count. */
function* proposalsUntil(
  context: Peeks,
  from: bigint,
  until: bigint,
): Generator<readonly [name: string, proposal: ProposalState]> {
  const last = divide(until - 1n, WEEK_SECONDS, 'floor')
  for (let week = divide(from, WEEK_SECONDS, 'floor'); week <= last; week++) {
    let name = context.peek(proposalWeeks, `${week}`)?.last ?? ''
    while (name !== '') {
      const proposal = context.peek(proposalWorks, name)
      if (proposal === undefined) break
      const { votingUntil, status } = proposal
      const isOfWeek = from <= votingUntil && votingUntil < until && status !== 'cancelled'
      if (isOfWeek && isQuorumMet(context, proposal)) yield [name, proposal]
      name = proposal.previousInWeek
    }
  }
}

function* votersOn(
  { peek }: Peeks,
  name: string,
  { lastVoter }: ProposalState,
): Generator<WeeklyVoter> {
  let voter = lastVoter
  while (voter !== '') {
    const ballot = peek(ballots, `${name}/${voter}`)
    if (ballot === undefined) return
    yield { voter, weight: ballot.weight }
    voter = ballot.previous
  }
}
