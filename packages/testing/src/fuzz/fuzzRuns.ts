declare const process: { readonly env: Readonly<Record<string, string | undefined>> } | undefined

/**
 * How often a property runs: `base` times the whole number in TLMKIT_FUZZ, 1 where it is not set.
 *
 * Units: runs. A test takes 1, continuous integration 10, a nightly run 1000.
 * Errors: throws where TLMKIT_FUZZ is not a whole number of at least 1.
 * @example fuzzRuns(200) // 2000 under TLMKIT_FUZZ=10
 */
export function fuzzRuns(base: number, factor: string | undefined = fuzzFactor()): number {
  if (factor === undefined || factor === '') return base
  if (/^[1-9][0-9]{0,6}$/.test(factor)) return base * Number(factor)
  throw new Error(`TLMKIT_FUZZ is "${factor}": write a whole number of at least 1.`)
}

/** The seed of a run that names none: another one each time, printed with the result. */
export function fuzzSeed(): number {
  return Math.floor(Math.random() * 0x7fffffff)
}

function fuzzFactor(): string | undefined {
  return typeof process === 'undefined' ? undefined : process.env['TLMKIT_FUZZ']
}
