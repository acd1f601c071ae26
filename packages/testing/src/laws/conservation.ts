import { circulating, entriesOf, holding } from './bookkeeping.js'
import { hold, type Law } from './LawCase.js'

/** Supply changes by what was minted less what was burned, in postings, balances and receipt. */
export const conservation: Law = {
  name: 'conservation',
  statement: 'units appear only by minting and vanish only by burning',
  check({ given, network, result }) {
    const postings = entriesOf(result.blocks).flatMap((entry) => entry.postings)
    let facts = 0
    for (const denomination of Object.keys(network.denominations)) {
      const own = postings.filter((posting) => posting.denomination === denomination)
      const sum = (side: 'debit' | 'credit', account: string): bigint =>
        own.reduce((total, each) => total + (each[side] === account ? each.amount : 0n), 0n)
      const minted = sum('debit', 'supply/mint')
      const burned = sum('credit', 'supply/burn')
      const [before, after] = [given.state.balances, result.state.balances]
      const change = circulating(after, denomination) - circulating(before, denomination)
      hold(
        change === minted - burned,
        () =>
          `balances changed by ${change} ${denomination}; ${minted} were minted, ${burned} burned`,
      )
      const said = result.receipt.supply[denomination] ?? { minted: 0n, burned: 0n }
      hold(
        said.minted === minted && said.burned === burned,
        () =>
          `the receipt says ${said.minted} minted and ${said.burned} burned of ${denomination}; the postings give ${minted} and ${burned}`,
      )
      for (const [account, count] of [
        ['supply/mint', minted],
        ['supply/burn', burned],
      ] as const) {
        const counted =
          holding(after, denomination, account) - holding(before, denomination, account)
        hold(
          counted === count,
          () => `${account} counted ${counted} ${denomination}, postings ${count}`,
        )
      }
      facts += 1 + own.length
    }
    return facts
  },
}
