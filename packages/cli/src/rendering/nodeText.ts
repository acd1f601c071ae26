import type { LifecycleState, Network, State } from '@tlmkit/core'
import type { NodeFigures, NodeWork } from '../inspecting/nodeFigures.js'
import { soleMoney } from '../summary/isMoney.js'
import { amountText, countText, tokensText, unitsText } from './amountText.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'
import { printable } from './printable.js'

/** Works of one lifecycle that are shown. */
const WORKS_SHOWN = 20

/** Last words of keys whose numbers are amounts: they are shown in tokens too. */
const AMOUNT_WORDS = new Set(
  (
    'amount balance bond bonded bound bounty compensation debt deposit fee fees free locked ' +
    'owed own paid pay payout penalty pool price refund reward rewards slashed stake thawing unpaid'
  ).split(' '),
)

/** What a state holds of a node, for people. */
export function nodeText(
  { network, state }: { readonly network: Network; readonly state: State },
  { node, balances, tallies, works }: NodeFigures,
  style: Style,
): string {
  const held = balances.map(({ account, denomination, amount }) => [
    account,
    tokensText(network, amount, denomination),
    unitsText(network, amount, denomination),
  ])
  const counted = tallies.map(({ account, units }) => [account, units.toString()])
  const lines = [
    style.bold(`Node ${node} of ${network.name} at height ${state.height}`),
    ...(held.length === 0 ? ['  no balance'] : drawTable(held, { align: 'lrr' })),
    ...(counted.length === 0 ? [] : ['', style.bold('Counted'), ...drawTable(counted, LEFT_RIGHT)]),
    ...[...Map.groupBy(works, ({ lifecycle }) => lifecycle)].flatMap(([lifecycle, some]) =>
      workLines(network, { lifecycle, works: some }, style),
    ),
  ]
  return `${lines.join('\n')}\n`
}

const LEFT_RIGHT = { align: 'lr' } as const

interface WorksOfOne {
  readonly lifecycle: string
  readonly works: readonly NodeWork[]
}

function workLines(
  network: Network,
  { lifecycle, works }: WorksOfOne,
  style: Style,
): readonly string[] {
  const more = works.length - WORKS_SHOWN
  const shown = works.slice(0, WORKS_SHOWN).flatMap(({ work, state }) => {
    const rows = [...flatten(state, '')].map(([key, value]) => [
      printable(key),
      valueText(network, key, value),
    ])
    return ['', style.bold(`${lifecycle} ${work}`), ...drawTable(rows, { align: 'll' })]
  })
  return more > 0 ? [...shown, '', `... and ${countText(more)} more: --json writes all`] : shown
}

type Leaf = Exclude<LifecycleState, object> | null

/** The leaves of a state, each with the path that leads to it. */
function* flatten(state: LifecycleState, path: string): Generator<readonly [string, Leaf]> {
  if (typeof state !== 'object' || state === null) {
    yield [path === '' ? 'state' : path, state]
    return
  }
  for (const [key, member] of Object.entries(state)) {
    yield* flatten(member, path === '' ? key : `${path}.${key}`)
  }
}

function valueText(network: Network, key: string, value: Leaf): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return printable(value)
  const denomination = isAmount(key) ? soleMoney(network) : undefined
  return denomination === undefined ? value.toString() : amountText(network, value, denomination)
}

/** Whether the last word of a key names an amount: `stake`, `ownStake`, `bonds.own`. */
function isAmount(key: string): boolean {
  const word = /[A-Z]?[a-z]+$/.exec(key)?.[0] ?? ''
  return AMOUNT_WORDS.has(word.toLowerCase())
}
