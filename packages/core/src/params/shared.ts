/** A parameter of a TLM that takes its value from the network's own parameters. */
export class SharedParam {
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
