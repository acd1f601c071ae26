import { defineCommand, id, oneOf, reject, tell, type CommandShape } from '@tlmkit/core'
import { ballots, VOTE_CHOICES, type ProposalState } from './ProposalState.js'
import { weightOf } from './voteOutcome.js'

/**
 * Votes on a proposal: `for`, `against` or `abstain`; voting again changes the vote.
 *
 * Errors, in this order: `unknown-proposal`, `not-active` (before, after, cancelled), `no-weight`.
 * Source: spec/governance.md, Votes.
 */
export const vote: CommandShape<ProposalState> = defineCommand<ProposalState>()({
  columns: { voter: id('voter'), choice: oneOf(...VOTE_CHOICES) },
  codes: ['unknown-proposal', 'not-active', 'no-weight'],
  timed: true,
  reduce(state, { voter, choice }, context) {
    if (state === undefined) return reject('unknown-proposal')
    const { time, work, peek } = context
    const isVoting = state.votingFrom <= time && time < state.votingUntil
    if (state.status !== 'open' || !isVoting) return reject('not-active')
    const weight = weightOf(context, state, voter)
    if (weight === 0n) return reject('no-weight')
    const ballot = `${work}/${voter}`
    const earlier = peek(ballots, ballot)
    const cleared =
      earlier === undefined
        ? { ...state, lastVoter: voter }
        : { ...state, [earlier.choice]: state[earlier.choice] - earlier.weight }
    const previous = earlier?.previous ?? state.lastVoter
    return {
      state: { ...cleared, [choice]: cleared[choice] + weight },
      tells: [tell(ballots, ballot, () => ({ choice, weight, previous }))],
      events: [{ event: 'voted', fields: { voter, choice, weight } }],
    }
  },
})
