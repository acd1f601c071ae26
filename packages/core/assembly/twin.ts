/**
 * The host computes one row of an instruction in bigint, all items of the row where it splits, and
 * writes result and poison itself.
 */
@external("host", "twin")
export declare function hostTwin(ins: u32, row: u32): void
