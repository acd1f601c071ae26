import { isTlmkitError } from '@tlmkit/core'
import {
  aggregateOperations,
  claimSettledBreakdown,
  formatCoin,
  parseOpReason,
  rewardDistribution,
  rewardDistributionDetailed,
  type Operation,
} from '@tlmkit/tlm-relay-mining'
import { z } from 'zod'
import { fraction, integer, run, type VectorRun } from './vectorRun.fixture.js'

function operationOf(row: readonly string[]): Operation {
  const [amount = '', reason = '', ...parties] = row.toReversed()
  const [last = '', sender] = parties
  return {
    parties: sender === undefined ? [last] : [sender, last],
    reason: parseOpReason(reason, 'row'),
    amount: BigInt(amount),
  }
}

const aggregate = run(
  z.strictObject({ results: z.array(z.array(z.array(z.string()))) }),
  ({ results }) => {
    const rows = results.flat()
    try {
      const merged = mergedRows(rows)
      const reversed = mergedRows(rows.toReversed())
      const isSame = merged.join('\n') === reversed.join('\n')
      return {
        error: false,
        aggregated: merged,
        aggregatedUnordered: merged,
        numAggregated: merged.length,
        orderIdenticalOverRuns: isSame ? ORDER_RUNS : 0,
      }
    } catch (error) {
      if (isTlmkitError(error)) return { error: true }
      throw error
    }
  },
)

/** How often the order was compared, as the vectors count it: any order gives the same one. */
const ORDER_RUNS = 100

function mergedRows(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return aggregateOperations(rows.map(operationOf)).map((operation) => {
    const { parties, reason, amount, numOperations } = operation
    return [...parties, reason, String(amount), String(numOperations)]
  })
}

const breakdown = run(
  z.strictObject({ claimed: integer, settled: integer, mintRatio: fraction }),
  (input) => {
    const { settled, mintRatio, minted, ...losses } = claimSettledBreakdown(input)
    return {
      settledUpokt: formatCoin(settled, 'upokt'),
      mintRatioString: mintRatio,
      mintedUpokt: formatCoin(minted, 'upokt'),
      overservicingLossUpokt: formatCoin(losses.overservicingLoss, 'upokt'),
      deflationLossUpokt: formatCoin(losses.deflationLoss, 'upokt'),
    }
  },
)

const distribution = run(
  z.strictObject({ modToAcctTransfers: z.array(z.tuple([z.string(), integer])) }),
  ({ modToAcctTransfers }) => {
    const transfers = modToAcctTransfers.map(([recipient, amount]) => ({ recipient, amount }))
    const coins = [...rewardDistribution(transfers)].map(([recipient, amount]) => {
      return [recipient, formatCoin(amount, 'upokt')] as const
    })
    return { rewardDistribution: Object.fromEntries(coins) }
  },
)

const detailed = run(
  z.strictObject({ modToAcctTransfers: z.array(z.tuple([z.string(), z.string(), integer])) }),
  ({ modToAcctTransfers }) => {
    const transfers = modToAcctTransfers.map(([recipient, reason, amount]) => {
      return { recipient, reason: parseOpReason(reason, 'transfer'), amount }
    })
    const details = rewardDistributionDetailed(transfers).map(({ recipient, reason, amount }) => {
      return [recipient, reason, formatCoin(amount, 'upokt')]
    })
    return { details }
  },
)

export const eventRuns: Readonly<Record<string, VectorRun>> = {
  'aggregate.mints': aggregate,
  'aggregate.burns': aggregate,
  'aggregate.modToMod': aggregate,
  'aggregate.modToAcct': aggregate,
  'event.claimSettledBreakdown': breakdown,
  'event.rewardDistribution': distribution,
  'event.rewardDistributionDetailed': detailed,
}
