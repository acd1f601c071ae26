import { account, amount, defineClaimKind, flag, id, units } from '@tlmkit/core'

/** Heights keep settled ids for one block: the lifecycle knows what happened before. */
const watermark = { column: 'height', keep: 1n } as const

/**
 * The claim kinds of inference bills in one denomination. Their claims are made by the lifecycles.
 *
 * Units: amounts in base units of the denomination; `basePrice` in base units per CU; `responseMs`
 * and `targetMs` in milliseconds; heights in blocks.
 * Source: spec/inference.md, Bill.
 * @example const kinds = inferenceKinds('DGAI')
 */
// long: one claim kind after the other, as the specification's table of commands has them.
export function inferenceKinds<const D extends string>(denomination: D) {
  const bill = id('escrow')
  const user = id('user')
  const node = id('operator')
  const adaptor = id('adaptor')
  const basePrice = amount(denomination)
  const bind = amount(denomination)
  const height = units()
  /** What the node is priced by, and where its pay goes. */
  const priced = {
    ...{ bill, user, node, basePrice, cu: units(), responseMs: units(), targetMs: units() },
    /** Who routed it; where nobody did, the node's name, and it gets nothing for that. */
    ...{ adaptor, isRouted: flag() },
    /** What lies in the escrow. */
    escrowed: amount(denomination),
  } as const
  return Object.freeze({
    /** A user opens a bill. */
    'bill-openings': defineClaimKind('bill-openings', {
      key: ['bill'],
      columns: { bill, user, cuMax: units(), basePrice, height },
      watermark,
    }),
    /** A node takes a bill and binds stake for it. */
    'bill-dispatches': defineClaimKind('bill-dispatches', {
      key: ['bill'],
      columns: {
        ...{ bill, node, cuMax: units(), basePrice, height },
        /** What the node may still bind, as its stake has it. */
        bindable: amount(denomination),
      },
      watermark,
    }),
    /** A verifier settles a bill: all parts but the node's are paid. */
    'bill-settlements': defineClaimKind('bill-settlements', {
      key: ['bill'],
      columns: { ...priced, height },
      watermark,
    }),
    /** A settled bill is closed: its node is paid and freed. */
    'bill-closings': defineClaimKind('bill-closings', {
      key: ['bill'],
      columns: { bill, node, nodePart: amount(denomination), release: bind, height },
      watermark,
    }),
    /** A bill without a verdict settles as submitted and closes at once. */
    'bill-defaults': defineClaimKind('bill-defaults', {
      key: ['bill'],
      columns: { ...priced, release: bind, height },
      watermark,
    }),
    /** A false result is shown. */
    'bill-challenges': defineClaimKind('bill-challenges', {
      key: ['bill'],
      columns: {
        ...{ bill, user, node, basePrice, cu: units(), bind },
        /** What lies in the escrow, and what the user paid out of it before. */
        ...{ escrowed: amount(denomination), paidOut: amount(denomination), isSettled: flag() },
        ...{ penaltyFrom: account(), height },
      },
      watermark,
    }),
    /** A bill that nobody took is refunded. */
    'bill-refunds': defineClaimKind('bill-refunds', {
      key: ['bill'],
      columns: { bill, user, escrowed: amount(denomination), height },
      watermark,
    }),
    /** A bill whose node did not answer is refunded, and the node loses what it bound. */
    'bill-forfeits': defineClaimKind('bill-forfeits', {
      key: ['bill'],
      columns: {
        ...{ bill, user, node, escrowed: amount(denomination), bind },
        ...{ penaltyFrom: account(), height },
      },
      watermark,
    }),
    /** An adaptor registers, leaves, and takes its stake. */
    'adaptor-bonds': defineClaimKind('adaptor-bonds', {
      key: ['adaptor', 'height'],
      columns: { adaptor, bond: amount(denomination), height },
      watermark,
    }),
    'adaptor-thaws': defineClaimKind('adaptor-thaws', {
      key: ['adaptor', 'height'],
      columns: { adaptor, bond: amount(denomination), height },
      watermark,
    }),
    'adaptor-withdrawals': defineClaimKind('adaptor-withdrawals', {
      key: ['adaptor', 'height'],
      columns: { adaptor, bond: amount(denomination), height },
      watermark,
    }),
  })
}

/** The claim kinds of a network's bills. */
export type InferenceKinds<D extends string = string> = ReturnType<typeof inferenceKinds<D>>
