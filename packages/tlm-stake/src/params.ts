import { UsageError, type ParamValues } from '@tlmkit/core'
import { flagParam, ratioParam, unitsParam } from '@tlmkit/params'
import { z } from 'zod'

/**
 * Parameters of stake. The terms of a task are those of its offer; jail, thawing and the epoch go
 * by the height of the command.
 *
 * Units: as `listParams` tells of each. Source: spec/stake.md, "Tasks" and "Money".
 */
export const stakeParams = z.strictObject({
  bindRatio: ratioParam('1', {
    above: '0',
    max: '100',
    unit: 'of the fee',
    effect: 'What accepting a task binds, rounded up.',
  }),
  missRate: ratioParam('1', {
    max: '10',
    unit: 'of the bind',
    effect:
      'What a missed deadline costs, rounded up; beyond the bind it is taken from free stake.',
  }),
  taskChallengeWindow: unitsParam(600n, {
    min: 1n,
    unit: 'blocks',
    effect: 'How long a verified result can be challenged.',
  }),
  taskVerdictWindow: unitsParam(600n, {
    unit: 'blocks',
    effect: 'How long the verifier has; then the result counts as verified.',
  }),
  taskRevealWindow: unitsParam(200n, {
    unit: 'blocks',
    effect: 'How long a result that was demanded may take to be revealed.',
  }),
  ownShareMin: ratioParam('0.1', {
    above: '0',
    max: '1',
    unit: 'of the bound stake',
    effect: 'Least own stake of an operator.',
  }),
  thawPeriod: unitsParam(100_800n, {
    unit: 'blocks',
    effect: 'How long stake thaws before it can be withdrawn.',
  }),
  commissionRate: ratioParam('0.10', {
    max: '1',
    unit: 'of a reward',
    effect: "The operator's commission, rounded down.",
  }),
  jailAfter: unitsParam(3n, {
    min: 1n,
    max: 100n,
    unit: 'misses',
    effect: 'How many misses within the window jail an operator.',
  }),
  jailWindow: unitsParam(7_200n, {
    unit: 'blocks',
    effect: 'How far apart those misses may be.',
  }),
  jailPeriod: unitsParam(7_200n, {
    unit: 'blocks',
    effect: 'How long a jailed operator waits until it may unjail.',
  }),
  epochLengthBlocks: unitsParam(512n, {
    min: 1n,
    unit: 'blocks',
    fixed: true,
    effect: 'Length of an epoch, in whose turn delegated stake joins; fixed at genesis.',
  }),
  delegatorsShareLoss: flagParam(true, {
    effect: 'Delegators bear what own stake does not cover; else only own stake can be bound.',
  }),
})

/** Parameters of stake, as the rules take them. */
export type StakeParams = z.output<typeof stakeParams>

/**
 * Checks what stake params must be to each other; a refinement of every schema that has them.
 *
 * Rule: a demand fits into the challenge window twice, and thawing outlasts verdict and challenge.
 */
export function checkStakeParams(params: StakeParams, context: z.RefinementCtx): void {
  const { taskChallengeWindow: challenge, taskRevealWindow: reveal } = params
  if (challenge <= 2n * reveal) {
    const message = `it must be above twice the reveal window, ${2n * reveal} blocks`
    context.addIssue({ code: 'custom', path: ['taskChallengeWindow'], message })
  }
  const atStake = params.taskVerdictWindow + challenge
  if (params.thawPeriod < atStake) {
    const message = `it must be at least the verdict and challenge windows, ${atStake} blocks`
    context.addIssue({ code: 'custom', path: ['thawPeriod'], message })
  }
}

/** The stake params among those of a network. Errors: `network-param-missing`. */
export function stakeParamsOf(values: ParamValues): StakeParams {
  if (hasStakeParams(values)) return values
  const key = KEYS.find((each) => !(each in values)) ?? ''
  throw new UsageError({
    code: 'network-param-missing',
    message: `Stake needs the network parameter "${key}": put stakeParams into the network's params.`,
    details: { key },
  })
}

const KEYS: readonly string[] = Object.keys(stakeParams.shape)

function hasStakeParams(values: ParamValues): values is ParamValues & StakeParams {
  return KEYS.every((key) => key in values)
}
