/** What a file is made of, and what can be said of it when it is written. */
export interface Converted {
  readonly bytes: AsyncIterable<Uint8Array>
  /** How many of `noun` were written. */
  readonly count: () => number
  readonly noun: string
}
