import { isTlmkitError } from '@tlmkit/core'
import { z } from 'zod'
import { settleScenario, type ScenarioShares, type Settled } from './scenario.fixture.js'
import { shareRows } from './chainScenario.fixture.js'
import { integer, run, type VectorRun } from './vectorRun.fixture.js'

const ALL_TO_SUPPLIER = { dao: 0, proposer: 0, supplier: 1, sourceOwner: 0, application: 0 }

/** Settles one claim of an amount whose mint goes to the supplier alone. */
function pay(amount: bigint, shares: ScenarioShares, owner: string): Settled {
  return settleScenario({
    height: 20n,
    order: ['burn-equals-mint'],
    versions: [
      {
        from: 0n,
        values: {
          computeUnitsToTokensMultiplier: 1n,
          computeUnitCostGranularity: 1n,
          mintEqualsBurnDistribution: ALL_TO_SUPPLIER,
          globalInflationPerClaim: 0,
        },
      },
    ],
    applications: [{ application: 'app1', stake: amount }],
    claims: [{ relays: amount }],
    shares,
    owner,
  })
}

const reward = 'supplier-shareholder-reward'

function transfersOf({ postings }: Settled): Readonly<Record<string, bigint>> {
  const paid = postings.filter(({ reason }) => reason === reward)
  return Object.fromEntries(
    paid.map(({ credit, amount }) => [credit.replace('address/', ''), amount]),
  )
}

/** What is wrong with the shares, in poktroll's words. */
function complaintOf(settled: Settled): string | undefined {
  const fields = settled.events('revenue-share-fallback')[0]?.fields
  if (fields === undefined) return undefined
  if (fields['isEmpty'] === true) return 'empty revshare list'
  if (fields['hasDuplicates'] === true) return 'duplicate revshare recipient address'
  return `sum ${String(fields['observedPercent'])} != required 100`
}

const revShareAmounts = run(
  z.strictObject({ amount: integer, shares: shareRows }),
  ({ amount, shares }) => {
    try {
      const settled = pay(amount, shares, 'owner')
      const complaint = complaintOf(settled)
      const error = complaint !== undefined
      return { amounts: error ? undefined : transfersOf(settled), error, errorContains: complaint }
    } catch (error) {
      if (!isTlmkitError(error) || error.code !== 'row-not-object') throw error
      return { error: true, errorContains: 'nil revshare entry' }
    }
  },
)

const distribute = run(
  z.strictObject({ amount: integer, shares: shareRows, ownerAddress: z.string() }),
  ({ amount, shares, ownerAddress }) => {
    const settled = pay(amount, shares, ownerAddress)
    const debit = settled.postings.find(({ reason }) => reason === reward)?.debit
    return {
      transfers: transfersOf(settled),
      fallbackEvents: settled.events('revenue-share-fallback').length,
      senderModule: debit?.split('/')[0],
      error: settled.relays[0]?.status === 'discarded',
    }
  },
)

export const revenueShareRuns: Readonly<Record<string, VectorRun>> = {
  'supplier.revShareAmounts': revShareAmounts,
  'supplier.distribute': distribute,
}
