/** What a bill was opened with. Amounts in base units, heights in blocks. */
export type BillTerms = {
  readonly user: string
  readonly model: string
  /** Most compute units that may be asked for it. */
  readonly cuMax: bigint
  readonly verifier: string
  /** Time in which an answer is not late, in milliseconds. */
  readonly targetMs: bigint
  readonly openedAt: bigint
  /** What the user paid into the escrow. */
  readonly escrow: bigint
}

/** A bill that waits for a node. */
export type OpenBill = BillTerms & { readonly status: 'opened' }

type Dispatched = BillTerms & {
  readonly node: string
  /** Who routed it; empty: nobody. */
  readonly adaptor: string
  /** What the node bound for it. */
  readonly bind: bigint
  readonly dispatchedAt: bigint
  /** Own stake of the node when it took the bill, or when it submitted if it was more then. */
  readonly ownStake: bigint
}

/** A bill that waits for its node's result. */
export type DispatchedBill = Dispatched & { readonly status: 'dispatched' }

type Answered = Dispatched & {
  /** Hash of the result, hex. */
  readonly resultHash: string
  /** Compute units, and how long they took in milliseconds: as submitted. */
  readonly cu: bigint
  readonly responseMs: bigint
  readonly submittedAt: bigint
}

/** A bill that waits for its verifier. */
export type SubmittedBill = Answered & { readonly status: 'submitted' }

/** A bill whose node is paid when the challenge window is over. */
export type SettledBill = Answered & {
  readonly status: 'settled'
  readonly settledAt: bigint
  /** What the user paid in all, and what of it waits in the escrow for the node. */
  readonly paid: bigint
  readonly nodePart: bigint
}

/** A bill with a result that may still be shown to be false. */
export type AnsweredBill = SubmittedBill | SettledBill

/** What a lifecycle keeps of a bill. One that has ended keeps nothing but how. */
export type BillState =
  | OpenBill
  | DispatchedBill
  | AnsweredBill
  | { readonly status: 'closed' | 'challenged' | 'refunded' }

/** Whether a result waits for the end of its challenge window. */
export function isAnswered(bill: BillState): bill is AnsweredBill {
  return bill.status === 'submitted' || bill.status === 'settled'
}
