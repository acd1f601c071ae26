import { entriesOf } from './bookkeeping.js'
import { hold, type Law } from './LawCase.js'

/** What a claim is granted never exceeds what it asked for. */
export const cap: Law = {
  name: 'cap',
  statement: 'settled is at most claimed',
  check({ result }) {
    let facts = 0
    for (const { kind, key, claimed, settled } of entriesOf(result.blocks)) {
      if (claimed === undefined || settled === undefined) continue
      hold(
        settled <= claimed,
        () => `${kind} ${key.join('/')} claimed ${claimed}, settled ${settled}`,
      )
      facts += 1
    }
    return facts
  },
}
