/** An exact ratio as the state of a work holds it. */
export type RatioState = { readonly num: bigint; readonly den: bigint }
