/** -1, 0 or 1 for two bigints. */
export function compareBigints(a: bigint, b: bigint): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
