import type { EventValue, JournalEntry, JournalEvent } from '../journal/JournalEntry.js'
import type { LifecycleEvent } from '../lifecycle/defineLifecycle.js'

/** The journal entry that holds events of a lifecycle's work. */
export function lifecycleEntry(
  lifecycle: string,
  work: string,
  events: readonly LifecycleEvent[],
): JournalEntry {
  return {
    type: 'lifecycle',
    kind: lifecycle,
    key: [work],
    route: '',
    paramsVersion: 0,
    status: 'settled',
    tlm: lifecycle,
    code: '',
    at: '',
    claimed: undefined,
    settled: undefined,
    postings: [],
    tallies: [],
    events: events.map((event) => toJournal(lifecycle, event)),
    witnesses: [],
  }
}

function toJournal(tlm: string, { event, fields }: LifecycleEvent): JournalEvent {
  const values: Record<string, EventValue> = {}
  for (const [key, value] of Object.entries(fields)) {
    values[key] = typeof value === 'bigint' ? value.toString() : value
  }
  return { tlm, event, fields: values }
}
