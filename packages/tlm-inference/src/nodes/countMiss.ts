import { tell, type CommandContext, type LifecycleEvent, type Tell } from '@tlmkit/core'
import { billParamsOf } from '../billParamsOf.js'
import { billNodes, type BillNodeState } from './billNodes.js'

const NEW_NODE: BillNodeState = { misses: [], jailedUntil: 0n }

/**
 * Counts a missed bill against a node.
 *
 * Rule: `missesToJail` of them within `missWindow` blocks jail it for `missJailPeriod` blocks; then it
 * starts anew.
 * Source: spec/inference.md, refund.
 */
export function countMiss(
  { height, paramsNow, peek }: CommandContext,
  node: string,
): { readonly tells: readonly Tell[]; readonly events: readonly LifecycleEvent[] } {
  const { missesToJail, missWindow, missJailPeriod } = billParamsOf(paramsNow)
  const known = peek(billNodes, node) ?? NEW_NODE
  const misses = [...known.misses, height].filter((miss) => height - miss <= missWindow)
  const isEnough = BigInt(misses.length) >= missesToJail
  const until = isEnough ? height + missJailPeriod : 0n
  const jailedUntil = until > known.jailedUntil ? until : known.jailedUntil
  const after = { misses: isEnough ? [] : misses, jailedUntil }
  return {
    tells: [tell(billNodes, node, () => after)],
    events: isEnough ? [{ event: 'node-jailed', fields: { node, until: jailedUntil } }] : [],
  }
}
