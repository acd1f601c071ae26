import { account, amount, defineClaimKind, flag, id, list, units } from '@tlmkit/core'

/** Payments that one proposal may carry. */
export const PAYMENTS_MAX = 64

/** Heights keep settled ids for one block: the lifecycle knows what happened before. */
const watermark = { column: 'height', keep: 1n } as const

/**
 * The claim kinds of governance in one denomination. Their claims are made by its lifecycles.
 *
 * Units: amounts in base units of the denomination; heights in blocks.
 * Source: spec/governance.md.
 * @example const kinds = governanceKinds('LA')
 */
export function governanceKinds<const D extends string>(denomination: D) {
  const voter = id('voter')
  const proposal = id('proposal')
  return Object.freeze({
    /** A voter stakes. `step`: which change of its stake it is. */
    'voter-stakes': defineClaimKind('voter-stakes', {
      key: ['voter', 'step'],
      columns: { voter, step: units(), amount: amount(denomination), height: units() },
      watermark,
    }),
    /** A voter takes stake back. */
    'voter-unstakes': defineClaimKind('voter-unstakes', {
      key: ['voter', 'step'],
      columns: { voter, step: units(), amount: amount(denomination), height: units() },
      watermark,
    }),
    /** A proposer bonds for a proposal, out of its stake or its balance. */
    'proposal-bonds': defineClaimKind('proposal-bonds', {
      key: ['proposal'],
      columns: {
        ...{ proposal, voter, bond: amount(denomination), isStaked: flag() },
        height: units(),
      },
      watermark,
    }),
    /** The bond of a proposal leaves its escrow. */
    'proposal-bond-ends': defineClaimKind('proposal-bond-ends', {
      key: ['proposal'],
      columns: {
        ...{ proposal, voter, bond: amount(denomination), isForfeited: flag() },
        height: units(),
      },
      watermark,
    }),
    /** An executed proposal pays out of the treasury. */
    'treasury-payments': defineClaimKind('treasury-payments', {
      key: ['proposal'],
      columns: {
        proposal,
        payments: list({ to: account(), amount: amount(denomination) }, PAYMENTS_MAX),
        height: units(),
      },
      watermark,
    }),
  })
}

/** The claim kinds of a network's governance. */
export type GovernanceKinds<D extends string = string> = ReturnType<typeof governanceKinds<D>>
