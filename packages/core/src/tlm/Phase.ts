/** When a TLM acts on a claim. Close modules act once per settlement. */
export type Phase = 'price' | 'limit' | 'settle'

/** Rank of each phase: a chain never goes back. */
export const PHASE_RANK: Readonly<Record<Phase, number>> = { price: 0, limit: 1, settle: 2 }
