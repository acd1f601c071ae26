import type { Json } from '@tlmkit/core'
import type { ToldProposal } from '../proposing/ToldProposal.js'
import { impactJson } from './diffJson.js'

/** A proposal for programs. */
export function proposalJson(told: ToldProposal): { readonly [key: string]: Json } {
  const { network, state, proposal, command, impact } = told
  return {
    network: network.name,
    height: state.height.toString(),
    params: proposal.params.map((changed) => ({ ...changed })),
    payments: proposal.payments.map((payment) => ({ ...payment })),
    ...(impact === undefined ? {} : { impact: impactJson(impact.range, impact.comparison) }),
    command: command === undefined ? null : { ...command },
  }
}
