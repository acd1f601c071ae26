import { isTlmkitError, settle, type Network, type SettleResult, type State } from '@tlmkit/core'

/**
 * One settlement of a scenario: its name, its height, the claims presented, how each ended, and
 * then the watched balances.
 *
 * Ends are one word per claim, in the order the journal has them: `settled`, the outcome of a
 * finish, or the code of a discard; or one word for the settlement: `repeated`, or the code of its
 * refusal.
 */
export type ScenarioRow = readonly [
  settlement: string,
  height: bigint,
  claims: string,
  ends: string,
  ...balances: bigint[],
]

/** Several settlements in a row against one network. */
export interface Scenario {
  readonly state: State
  /** Claims by a name that the table uses. */
  readonly claims: Readonly<Record<string, { readonly kind: string; readonly row: object }>>
  /** Tables given with every settlement. */
  readonly tables?: Readonly<Record<string, readonly object[]>>
  /** `denomination account`, in the order of the table's last columns. */
  readonly watch: readonly string[]
  readonly table: readonly ScenarioRow[]
}

/**
 * Runs settlements in a row and compares each with its row of the table.
 *
 * Errors: one error that shows the expected and the actual table, when they differ.
 * @example runScenario(network, { state, claims: { a: { kind: 'jobs', row } }, watch: ['tok module/a'],
 *   table: [['s1', 10n, 'a', 'settled', 5n], ['s2', 11n, 'a', 'already-settled', 5n]] })
 */
export function runScenario(network: Network, scenario: Scenario): State {
  let { state } = scenario
  const actual = scenario.table.map(([id, height, names]): readonly string[] => {
    const { ends, next } = settleRow(network, scenario, { state, id, height, names })
    state = next
    return [id, String(height), names, ends, ...balancesOf(state, scenario.watch)]
  })
  const expected = scenario.table.map((row) => row.map(String))
  const header = ['settlement', 'height', 'claims', 'ends', ...scenario.watch]
  const [want, have] = [expected, actual].map((rows) => layOut([header, ...rows]))
  if (want !== have) {
    throw new Error(`The scenario differs.\nexpected\n${want}\nactual\n${have}`)
  }
  return state
}

interface Turn {
  readonly state: State
  readonly id: string
  readonly height: bigint
  readonly names: string
}

function settleRow(
  network: Network,
  { claims, tables = {} }: Scenario,
  { state, id, height, names }: Turn,
): { readonly ends: string; readonly next: State } {
  const presented: Record<string, { readonly rows: object[] }> = {}
  for (const name of names.split(' ').filter((each) => each !== '')) {
    const claim = claims[name]
    if (claim === undefined) throw new Error(`The scenario has no claim "${name}".`)
    presented[claim.kind] ??= { rows: [] }
    presented[claim.kind]?.rows.push(claim.row)
  }
  const rows = Object.fromEntries(
    Object.entries(tables).map(([name, each]) => [name, { rows: each }]),
  )
  try {
    const result = settle(network, state, { id, height, claims: presented, tables: rows })
    return { ends: endsOf(result), next: result.state }
  } catch (error) {
    if (!isTlmkitError(error)) throw error
    return { ends: error.code, next: state }
  }
}

function endsOf({ repeated, blocks, deferred }: SettleResult): string {
  if (repeated) return 'repeated'
  const entries = blocks.flatMap((block) => block.entries).filter(({ type }) => type === 'claim')
  const ends = entries.map(({ status, code }) => (status === 'settled' ? status : code))
  return [...ends, ...deferred.map(({ code }) => code)].join(' ')
}

function balancesOf(state: State, watch: readonly string[]): readonly string[] {
  return watch.map((text) => {
    const [denomination = '', account = ''] = text.split(' ')
    return String(state.balances.get(denomination)?.get(account) ?? 0n)
  })
}

function layOut(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length)
    })
  }
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | '))
    .join('\n')
}
