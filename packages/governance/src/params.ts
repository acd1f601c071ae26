import { accountParam, amountParam, idsParam, ratioParam, unitsParam } from '@tlmkit/params'
import { z } from 'zod'

const DAY = 86_400n
/** Base units of a token with 18 decimals. */
const TOKEN = 10n ** 18n

/** How proposals go. A proposal keeps the values of the version it was made under. */
export const proposalParams = z.strictObject({
  proposalBondAmount: amountParam(5_000n * TOKEN, {
    min: 1n,
    max: 500_000n * TOKEN,
    unit: 'base units',
    effect: 'What a proposer leaves in escrow until its proposal has been voted on.',
  }),
  discussionSeconds: unitsParam(7n * DAY, {
    min: DAY,
    max: 30n * DAY,
    unit: 's',
    effect: 'How long a proposal is discussed before votes are cast.',
  }),
  votingSeconds: unitsParam(7n * DAY, {
    min: DAY,
    max: 30n * DAY,
    unit: 's',
    effect: 'How long votes are cast.',
  }),
  quorum: ratioParam('0.3', {
    min: '0.05',
    max: '0.75',
    unit: 'of what is staked',
    effect: 'What must have voted, abstentions included, for a vote to count.',
  }),
  majority: ratioParam('0.51', {
    above: '0.5',
    max: '0.9',
    unit: 'of votes for and against',
    effect: 'What must be for a proposal.',
  }),
  timelockSeconds: unitsParam(129_600n, {
    min: DAY,
    max: 30n * DAY,
    unit: 's',
    effect: 'How long a queued proposal waits until it may be executed.',
  }),
  executionSeconds: unitsParam(14n * DAY, {
    min: DAY,
    max: 90n * DAY,
    unit: 's',
    effect: 'How long a proposal may be queued once its vote ended, and executed once it may be.',
  }),
  treasury: accountParam('module/treasury', {
    fixed: true,
    effect: 'Pays what proposals pay, and takes bonds of proposals without quorum.',
  }),
})

/** Who may pause new work and flip switches; read at the time of a command. */
export const guardParams = z.strictObject({
  pauseGuardians: idsParam([], {
    unit: 'guardians',
    effect: 'Who may pause new work of a lifecycle for a while.',
  }),
  pauseSecondsMax: unitsParam(14n * DAY, {
    max: 14n * DAY,
    unit: 's',
    effect: 'How long a pause lasts at most.',
  }),
  pauseRestSeconds: unitsParam(30n * DAY, {
    min: 30n * DAY,
    max: 3650n * DAY,
    unit: 's',
    effect: 'How long after its end a lifecycle is not paused again.',
  }),
  emergencySigners: idsParam([], {
    unit: 'signers',
    effect: 'Whose signatures flip emergency switches.',
  }),
  emergencySignersMin: unitsParam(3n, {
    min: 2n,
    max: 100n,
    unit: 'signers',
    effect: 'How many of them must have signed.',
  }),
})

/**
 * All parameters of governance, in one schema; a network spreads its shape into its own.
 *
 * Rule: bounds keep what governance can do to itself small enough that a later vote can undo it.
 * Units: as `listParams` tells of each.
 * Source: spec/governance.md.
 */
export const governanceParams = z.strictObject({
  ...proposalParams.shape,
  ...guardParams.shape,
})

/** Values of governance's parameters, as reducers read them. */
export type GovernanceParams = z.output<typeof governanceParams>
