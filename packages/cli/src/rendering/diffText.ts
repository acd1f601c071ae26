import type { Network } from '@tlmkit/core'
import type { AccountImpact, Change, DenominationImpact, PoolImpact } from '@tlmkit/governance'
import type { ChangedParam } from '../comparing/changedParams.js'
import type { StatesComparison } from '../comparing/compareStates.js'
import type { ToldDiff } from '../comparing/ToldDiff.js'
import { byDelta } from '../summary/byDelta.js'
import { decimalDelta, decimalText } from '../summary/decimalText.js'
import { isMoney } from '../summary/isMoney.js'
import { countText, tokensText, unitsText } from './amountText.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'
import { valueText } from './paramsText.js'

const ACCOUNTS_SHOWN = 10
const PLACES = 4
const HEAD = ['', 'before', 'after', 'difference']

/** Two sets of parameter values on the same claims or commands, for people. */
export function diffText(told: ToldDiff, style: Style): string {
  const { range, before, after, params, comparison } = told
  const lines = [
    style.bold(`${range.network.name}: ${range.shown}`),
    ...drawTable(
      [
        ['before', before ?? "parameter values of the state, or the network's own"],
        ['after', after],
      ],
      { align: 'll' },
    ),
    '',
    ...changedLines(params, style),
    ...impactLines(range.network, comparison, style),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** Parameters that differ, for people. */
export function changedLines(params: readonly ChangedParam[], style: Style): readonly string[] {
  if (params.length === 0) return []
  const rows = params.map(({ name, before, after }) => [
    name,
    `${valueText(before)} -> ${valueText(after)}`,
  ])
  return [style.bold('Parameters that differ'), ...drawTable(rows, { align: 'll' }), '']
}

/** What two sets of values came to, for people. */
export function impactLines(
  network: Network,
  { impact, commands, isEqual }: StatesComparison,
  style: Style,
): readonly string[] {
  const money = impact.denominations.filter(({ denomination }) => isMoney(network, denomination))
  const { settlements, claims, accounts } = impact
  const counts: readonly (readonly [string, Change])[] = [
    ...(commands === undefined ? [] : commandChanges(commands)),
    ...(commands === undefined ? [] : ([['settlements', settlements]] as const)),
    ...Object.entries(claims).map(([ended, change]) => [`claims ${ended}`, change] as const),
  ]
  return [
    ...(isEqual ? ['Nothing differs: every account, supply and outcome is the same.', ''] : []),
    ...drawTable([HEAD, ...counts.map(countRow)], { align: 'lrrr' }),
    '',
    ...money.flatMap((each) => [
      ...denominationLines(network, each, style),
      ...accountLines(network, accounts, { impact: each, style }),
    ]),
    ...poolLines(network, impact.pools, style),
  ]
}

/** What pools hold at the end and at their lowest, those that hold money at any time. */
function poolLines(
  network: Network,
  pools: readonly PoolImpact[],
  style: Style,
): readonly string[] {
  const rows = pools
    .filter(({ denomination }) => isMoney(network, denomination))
    .flatMap(({ account, denomination, before, after }) =>
      (['closing', 'lowest'] as const).map((moment) => {
        const change = { before: before[moment], after: after[moment] }
        const delta = change.after - change.before
        const cells = amountCells(network, { ...change, delta }, denomination)
        return [`${account} ${moment === 'closing' ? 'at the end' : 'at its lowest'}`, ...cells]
      }),
    )
  if (rows.length === 0) return []
  return [style.bold('Pools'), ...drawTable([HEAD, ...rows], { align: 'lrrrr' }), '']
}

function commandChanges({
  before,
  after,
}: NonNullable<StatesComparison['commands']>): readonly (readonly [string, Change])[] {
  return (['accepted', 'refused'] as const).map((name) => {
    const [first, second] = [BigInt(before[name]), BigInt(after[name])]
    return [`commands ${name}`, { before: first, after: second, delta: second - first }] as const
  })
}

function countRow([name, { before, after, delta }]: readonly [string, Change]): readonly string[] {
  const [first, second] = [before, after].map((count) => countText(Number(count)))
  return [name, first ?? '', second ?? '', signed(delta, (count) => countText(Number(count)))]
}

function signed(delta: bigint, show: (amount: bigint) => string): string {
  return `${delta > 0n ? '+' : ''}${show(delta)}`
}

function denominationLines(
  network: Network,
  impact: DenominationImpact,
  style: Style,
): readonly string[] {
  const { denomination, payees, gini, topTenShare } = impact
  const names = [
    ['minted', 'minted'],
    ['burned', 'burned'],
    ['supply', 'supply change'],
    ['paid', 'paid, net'],
  ] as const
  const ratios = [
    ['gini', gini],
    ['share of the top 10', topTenShare],
  ] as const
  const rows = [
    HEAD,
    ...names.map(([key, name]) => [name, ...amountCells(network, impact[key], denomination)]),
    countRow(['payees', payees]),
    ...ratios.map(([name, { before, after }]) => {
      const cells = [decimalText(before, PLACES), decimalText(after, PLACES)]
      return [name, ...cells, decimalDelta({ before, after }, PLACES)]
    }),
  ]
  return [style.bold(denomination), ...drawTable(rows, { align: 'lrrrr' }), '']
}

/** Before, after, and the difference to the unit. */
function amountCells(network: Network, change: Change, denomination: string): readonly string[] {
  const { before, after, delta } = change
  const tokens = (amount: bigint): string => tokensText(network, amount, denomination)
  const units = signed(delta, (amount) => unitsText(network, amount, denomination))
  return [tokens(before), tokens(after), signed(delta, tokens), units]
}

interface Accounts {
  readonly impact: DenominationImpact
  readonly style: Style
}

/** How many gain and lose, and who does most. */
function accountLines(
  network: Network,
  all: readonly AccountImpact[],
  { impact: { denomination, winners, losers, unchanged }, style }: Accounts,
): readonly string[] {
  const changed = byDelta(all.filter((each) => each.denomination === denomination))
  const list = (title: string, accounts: readonly AccountImpact[]): readonly string[] => {
    if (accounts.length === 0) return []
    const shown = accounts.slice(0, ACCOUNTS_SHOWN)
    const rows = shown.map((each) => [each.account, ...amountCells(network, each, denomination)])
    const more = accounts.length - shown.length
    return [
      '',
      style.bold(title),
      ...drawTable([HEAD, ...rows], { align: 'lrrrr' }),
      ...(more > 0 ? [`  ... and ${countText(more)} more: --json writes all`] : []),
    ]
  }
  const counts = [
    ['winners', countText(winners)],
    ['losers', countText(losers)],
    ['unchanged', countText(unchanged)],
  ]
  const up = changed.filter(({ delta }) => delta > 0n)
  const down = changed.filter(({ delta }) => delta < 0n).reverse()
  return [
    ...drawTable(counts, { align: 'lr' }),
    ...list('Winners, net', up),
    ...list('Losers, net', down),
    '',
  ]
}
