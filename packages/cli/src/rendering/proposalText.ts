import { jsonLine, type Network } from '@tlmkit/core'
import { hasProposals } from '../proposing/proposeCommand.js'
import type { Payment } from '../proposing/Proposal.js'
import type { ToldProposal } from '../proposing/ToldProposal.js'
import { soleMoney } from '../summary/isMoney.js'
import { amountText } from './amountText.js'
import type { Style } from './createStyle.js'
import { impactLines } from './diffText.js'
import { drawTable } from './drawTable.js'
import { valueText } from './paramsText.js'
import { printable } from './printable.js'

/** A proposal for people: what changes, what is paid, what it comes to, and the command. */
export function proposalText(told: ToldProposal, style: Style): string {
  const { network, state, proposal, impact } = told
  const changes = proposal.params.map(({ name, before, after }) => [
    name,
    before === after
      ? `${valueText(after)}, as it is`
      : `${valueText(before)} -> ${valueText(after)}`,
  ])
  const lines = [
    style.bold(`Changes of ${network.name} at height ${state.height}`),
    ...drawTable(changes, { align: 'll' }),
    '',
    ...paymentLines(network, proposal.payments, style),
    ...(impact === undefined
      ? []
      : [
          style.bold(`Impact on ${impact.range.shown}`),
          '',
          ...impactLines(impact.range.network, impact.comparison, style),
        ]),
    ...commandLines(told, style),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function paymentLines(
  network: Network,
  payments: readonly Payment[],
  style: Style,
): readonly string[] {
  if (payments.length === 0) return []
  const denomination = soleMoney(network)
  const rows = payments.map(({ to, amount }) => [
    printable(to),
    denomination === undefined ? amount : amountText(network, BigInt(amount), denomination),
  ])
  return [style.bold('Payments from the treasury'), ...drawTable(rows, { align: 'll' }), '']
}

function commandLines({ network, command, written }: ToldProposal, style: Style): string[] {
  if (command === undefined) {
    return hasProposals(network)
      ? ['Name who proposes with --proposer, and the command is written.']
      : [`${network.name} has no governance: nobody can propose this.`]
  }
  const line = printable(jsonLine(command))
  return [
    style.bold('Command'),
    line,
    ...(written === undefined ? [] : ['', `Written: ${written}`]),
  ]
}
