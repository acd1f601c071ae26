/** Compares by the first comparison that tells two values apart. */
export function compareInOrder<T>(
  ...compares: readonly ((a: T, b: T) => number)[]
): (a: T, b: T) => number {
  return (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b)
      if (order !== 0) return order
    }
    return 0
  }
}
