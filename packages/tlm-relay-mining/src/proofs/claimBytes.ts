import { InputError } from '@tlmkit/core'
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { ROOT_HASH_BYTES } from '../claims/parseRootHash.js'
import { parseHexBytes } from '../hashes/parseHexBytes.js'

/** The fields of a claim that never change after it opened. */
export interface ImmutableClaim {
  readonly supplier: string
  readonly application: string
  readonly service: string
  readonly sessionId: string
  readonly sessionStart: bigint
  readonly sessionEnd: bigint
  /** 48 bytes as hex. */
  readonly rootHash: string
}

const LAYOUT = 'tlmkit/relay-claim/1'
const HEIGHT_MAX = (1n << 64n) - 1n

/**
 * The bytes of a claim that sampling hashes: immutable fields only, so that no later event can
 * change whether a proof is asked for.
 *
 * Rule: the layout's name `tlmkit/relay-claim/1`, supplier, application, service, session id,
 * session start, session end, root hash, in this order; each is its length in 4 bytes, then its
 * bytes. Texts are UTF-8, heights 8 bytes, the root hash 48 bytes. All integers are big-endian.
 * Errors: `text-malformed`, `height-out-of-range`, `root-hash-not-hex`, `root-hash-length`.
 * Source: spec/pocket.md, what ours does differently on purpose.
 */
export function claimBytes(claim: ImmutableClaim): Uint8Array {
  const rootHash = parseHexBytes(claim.rootHash, 'rootHash', {
    bytes: ROOT_HASH_BYTES,
    name: 'root-hash',
  })
  const fields = [
    utf8ToBytes(LAYOUT),
    textBytes('supplier', claim.supplier),
    textBytes('application', claim.application),
    textBytes('service', claim.service),
    textBytes('sessionId', claim.sessionId),
    heightBytes('sessionStart', claim.sessionStart),
    heightBytes('sessionEnd', claim.sessionEnd),
    hexToBytes(rootHash),
  ]
  return concatBytes(...fields.flatMap((field) => [lengthBytes(field.length), field]))
}

function textBytes(name: string, text: string): Uint8Array {
  if (text.isWellFormed()) return utf8ToBytes(text)
  throw new InputError({
    code: 'text-malformed',
    message: `${name}: half a surrogate pair has no UTF-8 form; write well-formed text.`,
    details: { name },
  })
}

function heightBytes(name: string, height: bigint): Uint8Array {
  if (height >= 0n && height <= HEIGHT_MAX) {
    return hexToBytes(height.toString(16).padStart(16, '0'))
  }
  throw new InputError({
    code: 'height-out-of-range',
    message: `${name}: ${height} is no block height; it must be 0 to 2^64 - 1.`,
    details: { name, height },
  })
}

function lengthBytes(length: number): Uint8Array {
  return hexToBytes(length.toString(16).padStart(8, '0'))
}
