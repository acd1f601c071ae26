/** What documentation says of one parameter. Bounds and defaults are texts, as they are written. */
export interface ParamMeta {
  readonly kind:
    | 'ratio'
    | 'units'
    | 'amount'
    | 'account'
    | 'id'
    | 'shares'
    | 'choice'
    | 'flag'
    | 'ids'
    | 'quantities'
  /** What one unit of the value is: `upokt`, `blocks`, `per claim`. */
  readonly unit: string
  readonly default: string
  /** One sentence: what the value changes. */
  readonly effect: string
  /** It keeps the value that a network began with: what was counted by it would not add up. */
  readonly fixed?: true
  /** Words of which one is chosen. */
  readonly choices?: readonly string[]
  /** Least value, itself allowed. */
  readonly min?: string
  /** Lower bound that is itself not allowed. */
  readonly above?: string
  /** Greatest value, itself allowed. */
  readonly max?: string
}
