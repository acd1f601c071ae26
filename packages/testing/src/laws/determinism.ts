import type { Row } from '@tlmkit/core'
import { differences } from './bookkeeping.js'
import { hold, inputOf, type Law, type LawCase } from './LawCase.js'

/** Arrival order of claims, of table rows and of columns in a row never shows. */
export const determinism: Law = {
  name: 'determinism',
  statement: 'any arrival order of claims and table rows gives the same receipt',
  check({ network, given, height, input, result, settle }) {
    const other = settle(network, given.state, inputOf(shuffled(given), { id: input.id, height }))
    hold(other.receiptHash === result.receiptHash, () => 'shuffled input gives another receipt')
    const wrong = differences(result.state.balances, other.state.balances)
    hold(wrong.length === 0, () => `shuffled input gives other balances: ${wrong.join('; ')}`)
    const all = [...Object.values(given.claims), ...Object.values(given.tables)]
    return all.reduce((sum, rows) => sum + rows.length, 0)
  },
}

function shuffled({ claims, tables, salt }: LawCase): Pick<LawCase, 'claims' | 'tables'> {
  const all = (rows: LawCase['claims']): LawCase['claims'] =>
    Object.fromEntries(
      Object.entries(rows).map(([name, each]) => [name, shuffle(each, salt).map(turned)]),
    )
  return { claims: all(claims), tables: all(tables) }
}

/** Fisher-Yates, steered by a linear congruential generator. */
function shuffle(rows: readonly Row[], salt: number): readonly Row[] {
  const order = [...rows]
  let random = salt % 2147483647
  for (let last = order.length - 1; last > 0; last--) {
    random = (random * 48271 + 11) % 2147483647
    const chosen = random % (last + 1)
    const [a, b] = [order[last], order[chosen]]
    if (a !== undefined && b !== undefined) [order[last], order[chosen]] = [b, a]
  }
  return order
}

function turned(row: Row): Row {
  return Object.fromEntries(Object.entries(row).reverse())
}
