import type { Tell } from '@tlmkit/core'
import type { ThawDraft } from '../thaws/ThawDraft.js'
import type { OperatorState } from './OperatorState.js'

/** An operator after a command changed its thawing entries. */
export function withThaws(
  operator: OperatorState,
  draft: ThawDraft,
): { readonly state: OperatorState; readonly tells: readonly Tell[] } {
  return { state: { ...operator, ...draft.fields }, tells: draft.tells() }
}
