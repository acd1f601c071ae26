import { account, amount, defineClaimKind, id, list, units } from '@tlmkit/core'

/** Leases that one claim may name. */
const LEASES_MAX = 2 ** 27

/** Heights keep settled ids for one block: the lifecycle knows what happened before. */
const watermark = { column: 'height', keep: 1n } as const

const lease = id('escrow')
const caller = id('caller')
const node = id('operator')
const auditor = id('auditor')

/** What the meter of a lease read, and what was prepaid for it. */
const metered = <const D extends string>(denomination: D) => ({
  ...{ lease, caller, node },
  kib: units(),
  /** Blocks that are paid. */
  blocks: units(),
  /** Base units per KiB and block, as the lease was reserved with. */
  rho: amount(denomination),
  prepay: amount(denomination),
})

/**
 * The claim kinds of memory leases in one denomination. Their claims are made by the lifecycle.
 *
 * Units: amounts in base units of the denomination, rho per KiB and block; heights in blocks.
 * Source: spec/memory.md, Money.
 * @example const { reservations, releases } = leaseKinds('LA')
 */
// long: one claim kind after the other, as a lease meets them.
export function leaseKinds<const D extends string>(denomination: D) {
  const money = amount(denomination)
  const penaltyFrom = account()
  const height = units()
  return Object.freeze({
    /** A lease is reserved: prepaid, and its node binds collateral. */
    reservations: defineClaimKind('reservations', {
      key: ['lease'],
      columns: {
        ...{ lease, caller, node, kib: units(), maxBlocks: units(), rho: money },
        /** What the node may still bind, as its stake has it. */
        ...{ bindable: money, height },
      },
      watermark,
    }),
    /** A lease is released. `release`: the collateral. */
    releases: defineClaimKind('releases', {
      key: ['lease'],
      columns: { ...metered(denomination), release: money, height },
      watermark,
    }),
    /**
     * A lease was not released. `failed`: nothing, or the collateral of this lease and the last.
     */
    timeouts: defineClaimKind('timeouts', {
      key: ['lease'],
      columns: {
        ...metered(denomination),
        failed: list({ collateral: money }, 2),
        ...{ penaltyFrom, height },
      },
      watermark,
    }),
    /** The strike of a lease is over: its collateral is freed. */
    'strike-ends': defineClaimKind('strike-ends', {
      key: ['lease'],
      columns: { lease, node, release: money, height },
      watermark,
    }),
    /** An audit is opened: the auditor's bond joins the escrow of the lease. */
    'audit-openings': defineClaimKind('audit-openings', {
      key: ['audit'],
      columns: { ...{ audit: id('audit'), lease, auditor, prepay: money, height } },
      watermark,
    }),
    /** An audit is answered: its bond goes to the node. */
    'audit-answers': defineClaimKind('audit-answers', {
      key: ['audit'],
      columns: { ...{ audit: id('audit'), lease, node, bond: money, height } },
      watermark,
    }),
    /** An audit fails, with those of the node's leases that are cleared while one is open. */
    'audit-failures': defineClaimKind('audit-failures', {
      key: ['audit'],
      columns: {
        ...{ audit: id('audit'), node, auditor },
        failed: list({ lease, caller, prepay: money, collateral: money, auditor, bond: money }),
        /** Own and pool stake of the node. */
        stake: money,
        /** What may be taken of its thawing stake. */
        thawing: money,
        ...{ penaltyFrom, height },
      },
      watermark,
    }),
    /** Leases of a node are cleared: prepaid fees go back, collateral is freed. */
    clearings: defineClaimKind('clearings', {
      key: ['clearing', 'node'],
      columns: {
        ...{ clearing: id('clearing'), node },
        cleared: list({ lease, caller, prepay: money, release: money }, LEASES_MAX),
        height,
      },
      watermark,
    }),
  })
}

/** The claim kinds of a network's leases. */
export type LeaseKinds<D extends string = string> = ReturnType<typeof leaseKinds<D>>
