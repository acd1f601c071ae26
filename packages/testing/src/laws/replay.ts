import { AMOUNT_MAX, FIRST_PREVIOUS } from '@tlmkit/core'
import { differences, enterPosting, entriesOf, openBooks } from './bookkeeping.js'
import { hold, type Law, type LawRun } from './LawCase.js'

/** The journal alone rebuilds balances and tallies; the inputs rebuild every block hash. */
export const replay: Law = {
  name: 'replay',
  statement: 'the journal rebuilds balances and tallies, the inputs rebuild the journal',
  check(run) {
    const { given, result, settle, network, input } = run
    const books = openBooks(given.state.balances)
    const tallies = new Map(given.state.tallies)
    const entries = entriesOf(result.blocks)
    for (const entry of entries) {
      for (const posting of entry.postings) enterPosting(books, posting)
      for (const { on, units } of entry.tallies) {
        const counted = (tallies.get(on) ?? 0n) + units
        tallies.set(on, counted > AMOUNT_MAX ? AMOUNT_MAX : counted)
      }
    }
    const wrong = differences(books, result.state.balances)
    hold(wrong.length === 0, () => `the journal gives other balances: ${wrong.join('; ')}`)
    const counted = differences(
      new Map([['units', tallies]]),
      new Map([['units', result.state.tallies]]),
    )
    hold(counted.length === 0, () => `the journal gives other tallies: ${counted.join('; ')}`)
    assertChained(run)
    const again = settle(network, given.state, input)
    const hashes = (blocks: typeof result.blocks): string => blocks.map(({ hash }) => hash).join()
    hold(
      hashes(again.blocks) === hashes(result.blocks),
      () => 'the same inputs give another journal',
    )
    return entries.length
  },
}

function assertChained({ result }: LawRun): void {
  let previous = FIRST_PREVIOUS
  for (const block of result.blocks) {
    hold(block.previous === previous, () => `block ${block.index} does not follow the one before`)
    previous = block.hash
  }
  hold(previous === result.receipt.journalRoot, () => 'the journal root is not the last block hash')
}
