import { mixBelow } from './mix.ts'

/** Suppliers that serve one session. */
export const SUPPLIERS_PER_SESSION = 50

/**
 * The supplier of one claim of a session, such that they ascend within it.
 *
 * Rule: the suppliers are cut into as many ranges as a session has claims; the claim at `slot` has
 * one of the range at `slot`.
 */
export function pickSupplier(
  suppliers: number,
  { slot, index, seed }: { readonly slot: number; readonly index: number; readonly seed: number },
): number {
  const first = Math.floor((slot * suppliers) / SUPPLIERS_PER_SESSION)
  const next = Math.floor(((slot + 1) * suppliers) / SUPPLIERS_PER_SESSION)
  return first + mixBelow(next - first, { seed, index, lane: 0 })
}
