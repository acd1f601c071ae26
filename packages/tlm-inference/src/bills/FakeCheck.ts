import type { AnsweredBill } from './BillState.js'

/** Judges evidence against a result: hex bytes, and the bill with its id. Pure. */
export type FakeCheck = (
  evidence: string,
  bill: AnsweredBill & { readonly bill: string },
) => boolean
