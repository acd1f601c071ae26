import type { JournalEntry, Row } from '@tlmkit/core'
import { kindsWithGroups } from '../arbitraries/accountsOf.js'
import { differences, entriesOf } from './bookkeeping.js'
import { hold, inputOf, rowKey, type Law, type LawRun } from './LawCase.js'

/** A discarded claim leaves nothing behind, and the others settle as if it had never moved. */
export const isolation: Law = {
  name: 'isolation',
  statement: 'a discarded claim leaves balances, tallies and events as they were before it',
  check(run) {
    let discards = 0
    for (const entry of entriesOf(run.result.blocks)) {
      if (entry.status !== 'discarded') continue
      assertNoTrace(entry)
      discards += 1
    }
    if (discards > 0) assertOthersUnmoved(run)
    return discards
  },
}

/** The journal may keep one thing of a discarded claim: that a TLM was at fault. */
function assertNoTrace({ kind, key, postings, tallies, events, settled }: JournalEntry): void {
  const effects = events.filter(({ event }) => event !== 'tlm-fault')
  const clean = postings.length + tallies.length + effects.length === 0 && settled === undefined
  hold(clean, () => `${kind} ${key.join('/')} was discarded and left a trace in the journal`)
}

/**
 * Settles without the discarded claims, where no rule looks at other claims: the rest must come out
 * the same. Where rules aggregate over groups, the discarded claim stays a fact of its group.
 */
function assertOthersUnmoved(run: LawRun): void {
  const { network, given, height, input, result, settle } = run
  const values = given.state.params.at(-1)?.values
  if (kindsWithGroups(network, values).size > 0) return
  const claims = withoutDiscarded(run)
  const other = settle(
    network,
    given.state,
    inputOf({ ...given, claims }, { id: input.id, height }),
  )
  const wrong = differences(result.state.balances, other.state.balances)
  hold(wrong.length === 0, () => `without the discarded claims ${wrong.join('; ')}`)
  const tallies = differences(
    new Map([['units', result.state.tallies]]),
    new Map([['units', other.state.tallies]]),
  )
  hold(tallies.length === 0, () => `without the discarded claims ${tallies.join('; ')}`)
  const [kept, alone] = [result, other].map(({ blocks }) => keptEvents(entriesOf(blocks)))
  hold(kept === alone, () => 'without the discarded claims other events are emitted')
}

function withoutDiscarded({ network, given, result }: LawRun): Record<string, readonly Row[]> {
  const left = new Map<string, number>()
  for (const { type, kind, key, status } of entriesOf(result.blocks)) {
    if (type === 'claim' && status !== 'discarded') left.set(`${kind} ${key.join('/')}`, 1)
  }
  return Object.fromEntries(
    Object.entries(given.claims).map(([name, rows]) => {
      const key = network.kinds.get(name)?.default.kind.key ?? []
      const kept = rows.filter((row) => {
        const text = `${name} ${rowKey(key, row)}`
        const count = left.get(text) ?? 0
        left.set(text, 0)
        return count > 0
      })
      return [name, kept] as const
    }),
  )
}

function keptEvents(entries: readonly JournalEntry[]): string {
  const kept = entries.filter(({ status }) => status !== 'discarded')
  return kept
    .flatMap(({ kind, key, events }) =>
      events.map(({ tlm, event, fields }) =>
        [kind, ...key, tlm, event, ...Object.values(fields)].join(),
      ),
    )
    .join('\n')
}
