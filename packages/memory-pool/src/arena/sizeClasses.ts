/**
 * Rounds a number of pages up to a size class.
 *
 * Rule: 1 to 8 pages exactly, then four classes for each doubling: 10, 12, 14, 16, 20, 24, 28, 32,
 * 40. So at most a quarter more than asked for, and runs fit one another when they come back.
 */
export function classPages(pages: number): number {
  if (pages < 8) return pages
  const step = 1 << (29 - Math.clz32(pages))
  return Math.ceil(pages / step) * step
}

/** The list of free runs in which a run of so many pages is: the number of its size class. */
export function listOf(pages: number): number {
  if (pages < 4) return pages
  const bits = 31 - Math.clz32(pages)
  return ((bits - 1) << 2) | ((pages >>> (bits - 2)) & 3)
}
