import type { Hasher } from '../hashing/Sha256.js'
import { compileNetwork, type CompiledNetwork, type ParamSet } from '../network/compileNetwork.js'
import type { Network } from '../network/defineNetwork.js'
import { toPlanText } from '../pipeline/planText.js'

const cache = new WeakMap<Network, Map<string, CompiledNetwork>>()

/** Compiles a network once per set of parameter values. */
export class CompiledVersions {
  readonly #network: Network
  readonly #hasher: Hasher

  constructor(network: Network, hasher: Hasher) {
    this.#network = network
    this.#hasher = hasher
  }

  /** Errors: those of `compileNetwork`. */
  compile(values: ParamSet): CompiledNetwork {
    let compiled = cache.get(this.#network)
    if (compiled === undefined) {
      compiled = new Map()
      cache.set(this.#network, compiled)
    }
    const text = toPlanText(values)
    const known = compiled.get(text) ?? this.#compileOnce(values)
    compiled.set(text, known)
    return known
  }

  /** Whether values compile, which nobody may come back to. Errors: those of `compileNetwork`. */
  check(values: ParamSet): void {
    if (cache.get(this.#network)?.has(toPlanText(values)) !== true) this.#compileOnce(values)
  }

  #compileOnce(values: ParamSet): CompiledNetwork {
    return compileNetwork(this.#network, values, this.#hasher)
  }
}
