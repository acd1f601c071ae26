import {
  Hasher,
  InputError,
  canonicalJson,
  createCommandRun,
  parseId,
  parseNatural,
} from '@tlmkit/core'
import type { Network, Presented, State } from '@tlmkit/core'
import { asUsage } from '../arguments/asUsage.js'
import type { GivenOptions } from '../arguments/GivenOptions.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import type { Proposal, ProposeCommand } from './Proposal.js'

/** The lifecycle of proposals, where a network has governance. */
const PROPOSALS = 'proposals'

/** Digits of the hash that names a proposal which is given no name. */
const NAME_DIGITS = 12

/** Whether anybody can vote on the parameters of a network. */
export function hasProposals({ lifecycles }: Network): boolean {
  return lifecycles.get(PROPOSALS)?.commands['propose'] !== undefined
}

/**
 * The command that proposes; without a proposer there is none to give it.
 *
 * Rule: without `--work` the proposal is called after the hash of what it proposes; height and time
 * are those of the state where none is given.
 * Errors: those of reading the options.
 */
export function proposeCommand(
  options: GivenOptions,
  state: State,
  { changes, payments }: Proposal,
): ProposeCommand | undefined {
  const proposer = options.text('proposer')
  return asUsage(() => {
    const height = parseNatural(options.text('height') ?? state.height, '--height')
    const time = parseNatural(options.text('time') ?? state.time, '--time')
    const bondFrom = options.choice('bond-from', ['balance', 'stake'])
    const work = parseId(options.text('work') ?? nameOf({ changes, payments }), '--work')
    if (proposer === undefined) return undefined
    return {
      ...{ lifecycle: PROPOSALS, work, command: 'propose' },
      ...{ height: height.toString(), time: time.toString() },
      proposer: parseId(proposer, '--proposer'),
      changes: changes.map(({ key, value }) => ({ key, value })),
      payments: payments.map(({ to, amount }) => ({ to, amount })),
      bondFrom,
    }
  })
}

function nameOf({ changes, payments }: Pick<Proposal, 'changes' | 'payments'>): string {
  const text = canonicalJson({
    changes: changes.map(({ key, value }) => ({ key, value })),
    payments: payments.map(({ to, amount }) => ({ to, amount })),
  })
  const hash = new Hasher(nodeSha256).hex(text)
  return `p-${hash.slice(0, NAME_DIGITS)}`
}

interface Trial {
  readonly state: State
  /** Undefined where none are given. */
  readonly tables: Readonly<Record<string, Presented>> | undefined
  /** Whether the state is one that somebody has, where a bond can be short. */
  readonly isGiven: boolean
}

/**
 * Carries a command out on a state that is then thrown away.
 *
 * Rule: not where the network needs tables and none are given.
 * Errors: `proposal-refused`.
 */
export function assertAccepted(
  network: Network,
  { state, tables, isGiven }: Trial,
  command: ProposeCommand,
): void {
  if (network.tables.size > 0 && tables === undefined) return
  const height = BigInt(command.height)
  const id = `propose-${command.work}`
  const run = createCommandRun(network, state, {
    ...{ id, height, sha256: nodeSha256 },
    ...(tables === undefined ? {} : { tables }),
  })
  const result = run.apply(command)
  if (result.status !== 'rejected') return
  const { code, by, message } = result
  if (code === 'bond-short' && !isGiven) return
  const why = message === '' ? '' : ` ${message}`
  throw new InputError({
    code: 'proposal-refused',
    message: `The network refuses it now with ${code} (${by}).${why}`,
    details: { refusal: code, by },
  })
}
