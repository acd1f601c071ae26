import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** A running SHA-256. */
export interface HashStream {
  update(bytes: Uint8Array): unknown
  digest(): Uint8Array
}

/** Starts a SHA-256: the port through which a host gives a faster one, such as node:crypto. */
export type Sha256 = () => HashStream

/** The built-in SHA-256, in plain JavaScript. */
export const builtInSha256: Sha256 = () => sha256.create()

/** SHA-256 of bytes and texts, as hex. */
export class Hasher {
  readonly #start: Sha256

  constructor(start: Sha256 = builtInSha256) {
    this.#start = start
  }

  start(): HashStream {
    return this.#start()
  }

  /** Digest of a text's UTF-8 bytes, or of bytes, in lower case hex. */
  hex(value: string | Uint8Array): string {
    const stream = this.#start()
    stream.update(typeof value === 'string' ? utf8ToBytes(value) : value)
    return bytesToHex(stream.digest())
  }
}
