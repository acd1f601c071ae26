import { account, amount, defineClaimKind, id, list, ratio, units } from '@tlmkit/core'

/** Voters that one period may pay. */
const VOTERS_MAX = 2 ** 27

/** Heights keep settled ids for one block: the lifecycle knows what happened before. */
const watermark = { column: 'height', keep: 1n } as const

/**
 * The claim kinds of streams and rewards in one denomination. Their claims are made by the
 * lifecycles.
 *
 * Units: amounts in base units of the denomination; heights in blocks.
 * Source: spec/inference.md, Streams and rewards.
 */
// long: one claim kind after the other.
export function rewardKinds<const D extends string>(denomination: D) {
  const week = id('rewards')
  const height = units()
  /** A part of what the week pays. `done`: what its claimant did of the week's work. */
  const part = {
    ...{ week, pot: amount(denomination), adaptorShare: ratio(), done: ratio(), height },
  } as const
  return Object.freeze({
    /** A week of a year streams from the treasury to the governance pool. */
    'stream-weeks': defineClaimKind('stream-weeks', {
      key: ['year', 'week'],
      columns: {
        ...{ year: id('year'), week: units(), opening: amount(denomination), rate: ratio() },
        ...{ treasury: account(), governance: account(), height },
      },
      watermark,
    }),
    /** The voters of a period share its pot. */
    'voter-payouts': defineClaimKind('voter-payouts', {
      key: ['period'],
      columns: {
        ...{ period: id('period'), pot: amount(denomination), governance: account(), height },
        voters: list({ voter: id('voter'), weight: units() }, VOTERS_MAX),
      },
      watermark,
    }),
    /** What a week pays is set aside. */
    'reward-openings': defineClaimKind('reward-openings', {
      key: ['week'],
      columns: {
        ...{ week, emission: account(), most: amount(denomination), height },
        ...{ gross: amount(denomination), bound: ratio() },
      },
      watermark,
    }),
    'node-rewards': defineClaimKind('node-rewards', {
      key: ['week', 'node'],
      columns: {
        ...{ ...part, node: id('operator') },
        /** Heartbeats seen, and those of a whole week. */
        ...{ seen: units(), expected: units() },
      },
      watermark,
    }),
    'adaptor-rewards': defineClaimKind('adaptor-rewards', {
      key: ['week', 'adaptor'],
      columns: { ...part, adaptor: id('adaptor') },
      watermark,
    }),
    /** What nobody claimed of a week stays in the emission account. */
    'reward-closings': defineClaimKind('reward-closings', {
      key: ['week'],
      columns: { week, emission: account(), pot: amount(denomination), height },
      watermark,
    }),
  })
}

/** The claim kinds of a network's streams and rewards. */
export type RewardKinds<D extends string = string> = ReturnType<typeof rewardKinds<D>>
