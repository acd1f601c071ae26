import type { Columns } from '../../claims/columns.js'
import type { Network } from '../../network/defineNetwork.js'
import { initialState, type State } from '../../state/State.js'
import type { SettleInput } from '../../settlement/settle.js'
import { KernelDraw } from '../kernelDraw.fixture.js'
import { fuzzCell, ID_KINDS, NAMES, PAYEES, type Size } from './fuzzKind.fixture.js'
import { fuzzNetwork } from './fuzzNetwork.fixture.js'
import { BUCKETS, DENOMINATIONS, MODULES } from './RuleValues.fixture.js'

/** A row of a claim kind, as data has it. */
export type Raw = Readonly<Record<string, unknown>>

/** Settlements one after another: a network, what it starts from, what is presented. */
export interface FuzzCase {
  readonly seed: number
  readonly network: Network
  readonly state: State
  readonly rounds: readonly Round[]
  /** Rows that the columnar engine computes together, besides 1. */
  readonly blockRows: number
}

export interface Round {
  readonly height: bigint
  readonly claims: Readonly<Record<string, readonly Raw[]>>
  readonly voters: readonly Raw[]
}

/** A random case: the same seed, the same case, but for the statements left out. */
export function fuzzCase(
  seed: number,
  isLeftOut: (label: string) => boolean = () => false,
): FuzzCase {
  const draw = new KernelDraw(seed)
  const { network, kinds, params } = fuzzNetwork(draw, isLeftOut)
  const size: Size = { below: draw.pick([12, 60, 1000]), edges: draw.pick([8, 40, 400, 4000]) }
  const balances = fuzzBalances(draw)
  const state = initialState(network, { balances, params })
  const rounds: Round[] = []
  const before = new Map<string, readonly Raw[]>()
  for (let round = 0; round < (draw.once(4) ? 2 : 1); round++) {
    const claims = kinds.map(({ kind }) => {
      const known = (before.get(kind.name) ?? []).filter(() => draw.once(4))
      const rows = [...fuzzRows(draw, kind.columns, size), ...known]
      before.set(kind.name, rows)
      return [kind.name, rows] as const
    })
    const voters = NAMES.filter(() => draw.once(3)).map((voter) => {
      return { voter, weight: BigInt(draw.roll(4)) }
    })
    rounds.push({ height: BigInt(8 + 9 * round), claims: Object.fromEntries(claims), voters })
  }
  return { seed, network, state, rounds, blockRows: draw.pick([7, 7, 33, 512]) }
}

/** Rows of one kind: most with keys of their own, some twice, some in conflict. */
function fuzzRows(draw: KernelDraw, columns: Columns, size: Size): readonly Raw[] {
  const count = draw.once(100) ? 560 : draw.roll(draw.pick([4, 14, 40, 80]))
  const rows: Raw[] = []
  for (let index = 0; index < count; index++) {
    const row = Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, fuzzCell(draw, column, size)]),
    )
    if ('session' in row) row['session'] = draw.once(30) ? draw.wide() : BigInt(9 + draw.roll(3))
    if ('opened' in row) row['opened'] = BigInt(draw.roll(12))
    if ('app' in row) row['app'] = draw.pick(['a1', 'b', 'na\u00efve'])
    row['claim'] = draw.once(30) ? `\u{1f9fe}${index}` : `c${index}`
    rows.push(row)
    if (draw.once(40)) rows.push({ ...row })
    if (draw.once(60))
      rows.push({ ...row, a: fuzzCell(draw, { type: 'amount', denomination: 'tok' }, size) })
  }
  return rows
}

/** Opening balances: rich, tight, or near the end of what fits. */
function fuzzBalances(draw: KernelDraw): State['balances'] {
  const mood = draw.pick(['rich', 'rich', 'rich', 'tight', 'mixed', 'edge'] as const)
  const accounts = new Set<string>(PAYEES)
  for (const name of MODULES) accounts.add(`module/${name}`)
  for (const pool of ['fees', 'dues']) if (draw.once(2)) accounts.add(`pool/${pool}`)
  for (const kind of ID_KINDS) {
    for (const owner of NAMES)
      for (const bucket of BUCKETS) accounts.add(`${kind}/${owner}/${bucket}`)
  }
  const held = (): bigint => {
    const one = mood === 'mixed' ? draw.pick(['rich', 'tight', 'edge'] as const) : mood
    if (one === 'rich') return 10n ** 30n + BigInt(draw.roll(1000))
    return one === 'tight' ? BigInt(draw.roll(300)) : draw.wide()
  }
  return new Map(
    DENOMINATIONS.map((denomination) => {
      const some = [...accounts].filter(() => mood === 'rich' || !draw.once(5))
      return [denomination, new Map(some.map((account) => [account, held()]))]
    }),
  )
}

/** What a round presents, its rows in the order that `order` puts them in. */
export function inputOf(
  round: Round,
  index: number,
  order: (rows: readonly Raw[]) => readonly Raw[],
): SettleInput {
  const claims = Object.entries(round.claims).map(([kind, rows]) => [kind, { rows: order(rows) }])
  return {
    id: `s${index}`,
    height: round.height,
    claims: Object.fromEntries(claims) as SettleInput['claims'],
    tables: { voters: { rows: order(round.voters) } },
  }
}

/** The same rows in another order. */
export function shuffle(draw: KernelDraw): (rows: readonly Raw[]) => readonly Raw[] {
  return (rows) => {
    const order = [...rows]
    for (let left = order.length - 1; left > 0; left--) {
      const other = draw.roll(left + 1)
      const [a, b] = [order[left], order[other]]
      if (a === undefined || b === undefined) continue
      order[left] = b
      order[other] = a
    }
    return order
  }
}
