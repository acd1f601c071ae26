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
  readonly cause: 'fake-result' | 'downtime'
  /** Id of the evidence. Of one cause, it slashes once, ever. */
  readonly evidence: string
  /** Own stake in base units when the offence happened. */
  readonly base: bigint
  readonly rate: Ratio
  /** Blocks. Stake that began to thaw at it or later is liable. */
  readonly faultHeight: bigint
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
 * Slashes own stake of a node, as part of a command.
 *
 * Rule: min(what is free or thaws since the fault, ceil(base x rate)) of its own stake goes to
 * `penalty/<node>/locked`, and on through the network's penalty split. A command slashes a node
 * once.
 * Units: base units. Rounding: up.
 * Errors: `evidence-used`.
 * Source: spec/inference.md, Slashing.
 * @example
 * const slash = slashNode(environment, context, { node, cause: 'fake-result', evidence, ... })
 * if ('rejected' in slash) return reject('evidence-invalid')
 * return { state, ...slash, settled: (outcomes) => ({ state, ...slash.settled(outcomes) }) }
 */
export function slashNode(
  { kinds, stake }: SlashEnvironment,
  context: CommandContext,
  offence: Offence,
): NodeSlash | Rejection<'evidence-used'> {
  const { node, cause, evidence, base, rate, faultHeight } = offence
  const { height, peek } = context
  const work = `${cause}/${evidence}`
  if (peek(slashEvidence, work) !== undefined) return reject('evidence-used')
  const step = peek(slashedNodes, node)?.slashes ?? 0n
  const { free, thawing } = stake.slashableOwn(context, node, faultHeight)
  const penaltyFrom = accountOf('penalty', node, 'locked')
  const own = { base, rate, ownFree: free, ownThawing: thawing }
  const slash = claimOf(kinds['node-slashes'], { node, step, ...own, penaltyFrom, height })
  return {
    claims: [slash],
    tells: [
      tell(slashEvidence, work, () => ({ node, slashedAt: height })),
      tell(slashedNodes, node, () => ({ slashes: step + 1n })),
    ],
    events: [{ event: 'evidence-used', fields: { node, cause, evidence } }],
    settled(outcomes) {
      const outcome = outcomes.find(({ kind, key }) => kind === slash.kind && key[0] === node)
      const { fromFree = 0n, fromThawing = 0n } = outcome?.returned ?? {}
      const taken = { free: fromFree, thawing: fromThawing }
      return stake.ownSlashed(context, { operator: node, faultHeight, ...taken })
    },
  }
}
