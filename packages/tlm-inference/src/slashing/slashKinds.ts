import { account, amount, defineClaimKind, id, ratio, units } from '@tlmkit/core'

/**
 * The claim kinds of slashes in one denomination. Their claims are made by `slashNode`.
 *
 * Units: amounts in base units of the denomination; heights in blocks.
 * Source: spec/inference.md, Slashing.
 */
export function slashKinds<const D extends string>(denomination: D) {
  return Object.freeze({
    /** A node loses own stake. `step`: its slashes before. */
    'node-slashes': defineClaimKind('node-slashes', {
      key: ['node', 'step'],
      columns: {
        ...{ node: id('operator'), step: units() },
        /** Own stake when the offence happened. */
        base: amount(denomination),
        rate: ratio(),
        /** Own stake that may be taken, of what is free and of what thaws. */
        ...{ ownFree: amount(denomination), ownThawing: amount(denomination) },
        /** Own stake that work has bound: it can be owed, not taken. */
        ownBound: amount(denomination),
        ...{ penaltyFrom: account(), height: units() },
      },
      watermark: { column: 'height', keep: 1n },
    }),
  })
}

/** The claim kinds of a network's slashes. */
export type SlashKinds<D extends string = string> = ReturnType<typeof slashKinds<D>>
