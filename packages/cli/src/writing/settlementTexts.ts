import {
  canonicalJson,
  journalBlockToLines,
  receiptToJson,
  stateToJson,
  type Receipt,
  type SealedBlock,
  type State,
} from '@tlmkit/core'

/** A journal as lines. */
export function* journalText(blocks: readonly SealedBlock[]): Generator<string> {
  for (const block of blocks) for (const line of journalBlockToLines(block)) yield `${line}\n`
}

/** A receipt as its file says it. */
export function receiptText(receipt: Receipt): string {
  return `${canonicalJson(receiptToJson(receipt), { indent: 2 })}\n`
}

/** A state as its file says it. */
export function stateText(state: State): string {
  return `${canonicalJson(stateToJson(state), { indent: 2 })}\n`
}
