import { account, amount, defineClaimKind, flag, id, list, opaque, units } from '@tlmkit/core'

/** Nodes that one claim may name: as many as a batch has segments, and its aggregator. */
const NODES_MAX = 2 ** 27

/** The columns that tell what a batch is worth. */
const worth = <const D extends string>(denomination: D) => ({
  /** Number of tasks. */
  tasks: units(),
  /** What all tasks are paid together. */
  nodesPay: amount(denomination),
  /** What was burned when it was submitted. */
  burned: amount(denomination),
  /** Bonus of the aggregator. */
  bonus: amount(denomination),
})

/** What a node may still bind, as its stake has it. */
const bindable = <const D extends string>(denomination: D) => ({ bindable: amount(denomination) })

/** What a node has bound in a batch, and for what. */
const bond = <const D extends string>(denomination: D) => ({
  paid: amount(denomination),
  accepted: amount(denomination),
  bound: amount(denomination),
})

/** Heights keep settled ids for one block: the lifecycle knows what happened before. */
const watermark = { column: 'height', keep: 1n } as const

/**
 * The claim kinds of micro-task batches in one denomination. Their claims are made by the
 * lifecycle.
 *
 * Units: amounts in base units of the denomination; `from` and `to` are task indices, `to` not
 * included; heights in blocks.
 * Source: spec/microtask.md.
 * @example const { submissions, commits } = microtaskKinds('LA')
 */
// long: one claim kind after the other, as the specification's table of commands has them.
export function microtaskKinds<const D extends string>(denomination: D) {
  const batch = id('escrow')
  const node = id('operator')
  const penaltyFrom = account()
  return Object.freeze({
    /** A batch is submitted. `treasuryOpening`: what the treasury held at the epoch's start. */
    submissions: defineClaimKind('submissions', {
      key: ['batch'],
      columns: {
        ...{ batch, caller: id('caller'), fee: amount(denomination), tasks: units() },
        treasuryOpening: amount(denomination),
        treasurySpent: amount(denomination),
        height: units(),
      },
      watermark,
    }),
    /** A node accepts segments. */
    acceptances: defineClaimKind('acceptances', {
      key: ['batch', 'node', 'step'],
      columns: {
        ...{ batch, node, step: units(), ...worth(denomination), ...bond(denomination) },
        ...bindable(denomination),
        segments: list({ from: units(), to: units() }, NODES_MAX),
        height: units(),
      },
      watermark,
    }),
    /** A node commits a segment and is paid for it. */
    commits: defineClaimKind('commits', {
      key: ['batch', 'segment'],
      columns: {
        ...{ batch, segment: units(), node, from: units(), to: units() },
        ...worth(denomination),
        ...bond(denomination),
        ...bindable(denomination),
        /** Whether the node accepted the segment before, so that its bond covers it already. */
        isAccepted: flag(),
        traceRoot: opaque(),
        height: units(),
      },
      watermark,
    }),
    /** An accepted segment lapsed: its acceptor pays for it. */
    lapses: defineClaimKind('lapses', {
      key: ['batch', 'segment'],
      columns: {
        ...{ batch, segment: units(), node, from: units(), to: units() },
        ...worth(denomination),
        ...bond(denomination),
        ...{ penaltyFrom, height: units() },
      },
      watermark,
    }),
    /** A node binds itself to aggregate a batch. */
    aggregations: defineClaimKind('aggregations', {
      key: ['batch', 'node'],
      columns: {
        ...{ batch, node, ...worth(denomination), ...bindable(denomination) },
        height: units(),
      },
      watermark,
    }),
    /** An aggregator that did not finalize is replaced and loses its bond. */
    takeovers: defineClaimKind('takeovers', {
      key: ['batch'],
      columns: {
        batch,
        atFault: list({ operator: node, loss: amount(denomination) }),
        ...{ penaltyFrom, height: units() },
      },
      watermark,
    }),
    /** A batch is finalized: its aggregator is paid. */
    finalizations: defineClaimKind('finalizations', {
      key: ['batch'],
      columns: { batch, node, bonus: amount(denomination), height: units() },
      watermark,
    }),
    /** A batch fails, once more with each further executor at fault. */
    failures: defineClaimKind('failures', {
      key: ['batch', 'failure'],
      columns: {
        ...{ batch, failure: units(), caller: id('caller'), callerAccount: account() },
        ...worth(denomination),
        /** What nodes were paid of the batch in all. */
        paid: amount(denomination),
        /** What the caller was compensated for earlier. */
        compensated: amount(denomination),
        atFault: list(
          { operator: node, loss: amount(denomination), paid: amount(denomination) },
          NODES_MAX,
        ),
        /** The escrow still holds the rest: no failure and no expiry came before. */
        isFirst: flag(),
        /** No failure came before: the burned share counts as lost. */
        isFirstFailure: flag(),
        isBonusPaid: flag(),
        isAggregatorAtFault: flag(),
        ...{ penaltyFrom, height: units() },
      },
      watermark,
    }),
    /** A batch expires. `whole`: the bond is lost whole, whatever was paid. */
    expiries: defineClaimKind('expiries', {
      key: ['batch'],
      columns: {
        ...{ batch, caller: id('caller'), callerAccount: account() },
        ...worth(denomination),
        paid: amount(denomination),
        nodes: list({ operator: node, ...bond(denomination), whole: flag() }, NODES_MAX),
        ...{ isFirst: flag(), isBonusPaid: flag() },
        ...{ penaltyFrom, height: units() },
      },
      watermark,
    }),
    /** What nodes bound for an ended batch is freed. */
    releases: defineClaimKind('releases', {
      key: ['batch'],
      columns: {
        batch,
        bonds: list({ operator: node, release: amount(denomination) }, NODES_MAX),
        height: units(),
      },
      watermark,
    }),
  })
}

/** The claim kinds of a network's batches. */
export type MicrotaskKinds<D extends string = string> = ReturnType<typeof microtaskKinds<D>>
