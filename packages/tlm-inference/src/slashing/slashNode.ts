import {
  accountOf,
  claimOf,
  reject,
  tell,
  type ClaimDraft,
  type ClaimOutcome,
  type CommandContext,
  type LifecycleEvent,
  type Ratio,
  type Rejection,
  type Tell,
} from '@tlmkit/core'
import { slashedNodes } from './slashedNodes.js'
import { slashEvidence } from './slashEvidence.js'
import type { SlashKinds } from './slashKinds.js'
import type { SlashStakeBook } from './SlashStakeBook.js'

/** What slashing works with. */
export interface SlashEnvironment {
  readonly kinds: SlashKinds
  readonly stake: SlashStakeBook
}

/** An offence of a node. */
export interface Offence {
  readonly node: string
  /** What it was, for events. */
  readonly cause: string
  /** Own stake in base units when the offence happened. */
  readonly base: bigint
  readonly rate: Ratio
  /** Blocks. Stake that began to thaw at it or later is liable. */
  readonly faultHeight: bigint
  /** Base units that the same command takes of what the node has bound. */
  readonly bindTaken?: bigint
}

/** What a slash adds to a command. Its claims may stand among others. */
export interface NodeSlash {
  readonly claims: readonly ClaimDraft[]
  readonly tells: readonly Tell[]
  readonly events: readonly LifecycleEvent[]
  /** What follows from how they settled; give it the outcomes of all claims of the command. */
  readonly settled: (outcomes: readonly ClaimOutcome[]) => {
    readonly claims: readonly ClaimDraft[]
    readonly tells: readonly Tell[]
  }
}

/**
 * Slashes own stake of a node, as part of a command, by evidence that slashes once, ever.
 *
 * Rule: min(what is free or thaws since the fault, ceil(base x rate)) of its own stake goes to
 * `penalty/<node>/locked`, and on through the network's penalty split; what work has bound of the
 * rest is owed. A command slashes a node once.
 * Units: base units. Rounding: up.
 * Errors: `evidence-used`.
 * Source: spec/inference.md, Slashing.
 * @example
 * const slash = slashNode(environment, context, { node, cause: 'fake-result', evidence, ... })
 * if ('rejected' in slash) return reject('evidence-invalid')
 * return { state, ...slash, settled: (outcomes) => ({ state, ...slash.settled(outcomes) }) }
 */
export function slashNode(
  environment: SlashEnvironment,
  context: CommandContext,
  { evidence, ...offence }: Offence & { readonly evidence: string },
): NodeSlash | Rejection<'evidence-used'> {
  if (context.peek(slashEvidence, evidence) !== undefined) return reject('evidence-used')
  const slash = slashOffence(environment, context, offence)
  const used = { node: offence.node, slashedAt: context.height }
  return { ...slash, tells: [...slash.tells, tell(slashEvidence, evidence, () => used)] }
}

/** Slashes own stake of a node for an offence that the caller knows to be a new one. */
export function slashOffence(
  { kinds, stake }: SlashEnvironment,
  context: CommandContext,
  offence: Offence,
): NodeSlash {
  const { node, cause, base, rate, faultHeight, bindTaken = 0n } = offence
  const step = context.peek(slashedNodes, node)?.slashes ?? 0n
  const { free, thawing, bound } = stake.slashableOwn(context, node, faultHeight)
  const ownBound = bound > bindTaken ? bound - bindTaken : 0n
  const slash = claimOf(kinds['node-slashes'], {
    ...{ node, step, base, rate, ownFree: free, ownThawing: thawing, ownBound },
    ...{ penaltyFrom: accountOf('penalty', node, 'locked'), height: context.height },
  })
  return {
    claims: [slash],
    tells: [tell(slashedNodes, node, () => ({ slashes: step + 1n }))],
    events: [{ event: 'offence', fields: { node, cause } }],
    settled(outcomes) {
      const outcome = outcomes.find(({ kind, key }) => kind === slash.kind && key[0] === node)
      const { fromFree = 0n, fromThawing = 0n, owed = 0n } = outcome?.returned ?? {}
      const taken = { free: fromFree, thawing: fromThawing, owed }
      return stake.ownSlashed(context, { operator: node, faultHeight, ...taken })
    },
  }
}
