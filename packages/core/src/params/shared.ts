/** A parameter of a TLM that takes its value from the network's own parameters. */
export class SharedParam {
  readonly kind = 'shared-param'
  readonly key: string
  constructor(key: string) {
    this.key = key
  }
}

/**
 * Wires a TLM's parameter to one of the network's, so that TLMs which need the same figure cannot
 * disagree.
 * @example use(globalMint, { params: { inflation: shared('globalInflationPerClaim') } })
 */
export function shared(key: string): SharedParam {
  return Object.freeze(new SharedParam(key))
}

/** Whether a value is a shared parameter, whichever copy of the package made it. */
export function isSharedParam(value: unknown): value is SharedParam {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'shared-param'
  )
}
