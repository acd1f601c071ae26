import { keyText, type ExplainStep, type Explanation, type Network } from '@tlmkit/core'
import { amountText } from './amountText.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'

/** An account of what happened to a claim, and why, for people. */
export function explanationText(network: Network, claim: Explanation, style: Style): string {
  const { kind, key, inputs, postings, events } = claim
  const lines = [
    style.bold(`Claim ${kind}/${keyText(key)}`),
    ...outcomeSentences(network, claim),
    '',
    style.bold('What it says'),
    ...inputLines(network, inputs, false),
    ...(inputs.some(({ fact }) => fact) ? ['', style.bold('What was looked up')] : []),
    ...inputLines(network, inputs, true),
    ...stepSections(network, claim, style),
    '',
    style.bold(postings.length === 0 ? 'Nothing was moved.' : 'What was moved'),
    ...drawTable(
      postings.map(({ debit, credit, denomination, amount, reason, tlm }) => [
        amountText(network, amount, denomination),
        `${debit} -> ${credit}`,
        `${reason} (${tlm})`,
      ]),
      { align: 'rll' },
    ),
    ...events.map(({ tlm, event, fields }) => {
      const shown = Object.entries(fields).map(([name, value]) => `${name} ${String(value)}`)
      return `  event ${event} (${tlm}): ${shown.join(', ')}`
    }),
  ]
  return `${lines.join('\n')}\n`
}

function inputLines(
  network: Network,
  inputs: Explanation['inputs'],
  facts: boolean,
): readonly string[] {
  const rows = inputs
    .filter(({ fact }) => fact === facts)
    .map(({ column, value, denomination }) => [column, valueText(network, value, denomination)])
  return drawTable(rows, { align: 'll' })
}

function outcomeSentences(network: Network, claim: Explanation): readonly string[] {
  const { outcome, claimed, settled, kind } = claim
  const denomination = denominationOf(network, claim, kind)
  const show = (amount: bigint): string => amountText(network, amount, denomination)
  const asked = claimed === undefined ? [] : [`It asked for ${show(claimed)}.`]
  const isCapped = claimed !== undefined && settled !== undefined && settled < claimed
  const granted =
    settled === undefined
      ? []
      : [`It was granted ${isCapped ? 'only ' : ''}${show(settled)}${isCapped ? ': capped' : ''}.`]
  return [...asked, ...granted, outcomeSentence(outcome)]
}

function outcomeSentence({ status, tlm, code, at }: Explanation['outcome']): string {
  const place = at === '' ? '' : `, at ${at}`
  switch (status) {
    case 'settled':
      return 'It was settled.'
    case 'finished':
      return `It was finished early by ${tlm}: ${code}${place}.`
    case 'discarded':
      return `It was discarded by ${tlm}: ${code}${place}. It left no trace on any balance.`
    case 'deferred':
      return `It was not due yet: ${code}. It may be presented again.`
  }
}

/** The denomination a kind is paid in: that of what its chain calls claimed. */
function denominationOf(network: Network, { steps }: Explanation, kind: string): string {
  for (const step of steps) {
    if (step.step !== 'value' || step.denomination === undefined) continue
    if (step.name.endsWith('claimed')) return step.denomination
  }
  const columns = network.kinds.get(kind)?.default.columns ?? {}
  const { claimed } = columns
  return claimed?.type === 'amount' ? claimed.denomination : 'base units'
}

function stepSections(
  network: Network,
  { steps, outcome }: Explanation,
  style: Style,
): readonly string[] {
  const undone = outcome.status === 'discarded' ? ' (undone)' : ''
  const lines: string[] = []
  let current = ''
  for (const step of steps) {
    const tlm = step.step === 'move' ? step.posting.tlm : step.tlm
    if (tlm !== current) lines.push('', style.bold(tlm))
    current = tlm
    const suffix = step.step === 'move' ? undone : ''
    lines.push(...stepLines(network, step).map((line) => `  ${line}${suffix}`))
  }
  return lines
}

function stepLines(network: Network, step: ExplainStep): readonly string[] {
  switch (step.step) {
    case 'group': {
      const value = valueText(network, step.value, step.denomination)
      return [`${step.name}: ${value}`]
    }
    case 'value': {
      const { name, formula, numbers, value, denomination, rounding, limit } = step
      const equal = [name, formula, numbers].filter(
        (text, index, all) => all.indexOf(text) === index,
      )
      const shown = valueText(network, value, denomination)
      return [
        `${equal.join(' = ')} = ${shown}`,
        ...(limit === undefined ? [] : [`  ${limit} decides`]),
        ...(rounding === undefined
          ? []
          : [`  rounded ${rounding.rounding}: ${rounding.fraction} of a unit, ${rounding.to}`]),
      ]
    }
    case 'check': {
      const { condition, numbers, holds, then, effect } = step
      const verb = effect === 'reject' ? 'discard' : 'finish'
      const answer = holds ? `yes: ${verb} as ${then}` : `no (would ${verb} as ${then})`
      return [`${condition}? ${numbers === condition ? '' : `${numbers}: `}${answer}`]
    }
    case 'move': {
      const { posting, note } = step
      const { amount, denomination, debit, credit, reason } = posting
      const moved = `${reason}: ${amountText(network, amount, denomination)} ${debit} -> ${credit}`
      return note === undefined ? [moved] : [moved, `  ${note}`]
    }
  }
}

function valueText(network: Network, value: string, denomination: string | undefined): string {
  if (denomination === undefined || !/^[0-9]+$/.test(value)) return value
  return amountText(network, BigInt(value), denomination)
}
