import { Hasher, UsageError, compileNetwork, isTlmkitError } from '@tlmkit/core'
import type { Network, ParamSet } from '@tlmkit/core'
import { nodeSha256 } from '../hashing/nodeSha256.js'

/** A set of values, and the file that it stands in. */
export interface NamedValues {
  readonly file: string
  readonly values: ParamSet
}

/**
 * Refuses values that the network does not take, before anything settles.
 *
 * Errors: those of `compileNetwork`, with the name of the file.
 */
export function assertValues(network: Network, { file, values }: NamedValues): void {
  try {
    compileNetwork(network, values, new Hasher(nodeSha256))
  } catch (error) {
    if (!isTlmkitError(error)) throw error
    const { message, details } = error
    throw new UsageError({
      ...{ code: error.code, details, cause: error },
      message: `${file}: ${message}`,
    })
  }
}
