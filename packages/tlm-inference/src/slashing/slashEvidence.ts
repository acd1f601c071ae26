import { defineLifecycle } from '@tlmkit/core'

/** Whom a piece of evidence slashed, and when. */
export type EvidenceState = {
  readonly node: string
  /** Blocks. */
  readonly slashedAt: bigint
}

/** Evidence that was used, as works of its ids: it slashes once, ever. */
export const slashEvidence = defineLifecycle<EvidenceState>()({
  name: 'slash-evidence',
  commands: {},
})
