import { compareRatios } from '@tlmkit/core'
import { ratioParam, unitsParam } from '@tlmkit/params'
import { z } from 'zod'

const ofOwnStake = { max: '1', unit: 'of own stake' } as const

/**
 * What offences cost a node.
 *
 * Units: as `listParams` tells of each. Source: spec/inference.md, Slashing.
 */
export const slashParams = z.strictObject({
  fakeResultSlash: ratioParam('0.20', {
    ...ofOwnStake,
    effect: 'What a fake result costs, of own stake when it was submitted; rounded up.',
  }),
  downtimeHours: unitsParam(72n, {
    min: 1n,
    max: 8_760n,
    unit: 'hours',
    effect: 'How long after its last heartbeat a node may be silent; longer is an offence.',
  }),
  downtimeSlashFirst: ratioParam('0.05', {
    ...ofOwnStake,
    effect: 'What the first downtime costs, of own stake at the last heartbeat; rounded up.',
  }),
  downtimeSlashSecond: ratioParam('0.10', {
    ...ofOwnStake,
    effect: 'What the second downtime costs.',
  }),
  downtimeSlashFurther: ratioParam('0.20', {
    ...ofOwnStake,
    effect: 'What each further downtime costs.',
  }),
})

/** Values of what offences cost. */
export type SlashParams = z.output<typeof slashParams>

/**
 * Checks what single bounds cannot: that a further downtime never costs less than the one before.
 *
 * Source: spec/inference.md, Slashing.
 */
export function checkSlashParams(params: SlashParams, context: z.RefinementCtx): void {
  const { downtimeSlashFirst, downtimeSlashSecond, downtimeSlashFurther } = params
  if (compareRatios(downtimeSlashSecond, downtimeSlashFirst) < 0) {
    const message = 'it must be at least downtimeSlashFirst'
    context.addIssue({ code: 'custom', path: ['downtimeSlashSecond'], message })
  }
  if (compareRatios(downtimeSlashFurther, downtimeSlashSecond) < 0) {
    const message = 'it must be at least downtimeSlashSecond'
    context.addIssue({ code: 'custom', path: ['downtimeSlashFurther'], message })
  }
}
