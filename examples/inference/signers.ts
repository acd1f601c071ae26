import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** What precedes the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410). */
const PKCS8_HEAD = '302e020100300506032b657004220420'
const KEY_BYTES = 32

/** Users name the nodes that may take their bills. */
const NAMES = ['ann', 'ben']

/** A key whose seed anybody can compute: for an example, and for nothing else. */
function keyOf(name: string): KeyObject {
  const seed = createHash('sha256').update(`tlmkit example: ${name}`).digest('hex')
  return createPrivateKey({
    ...{ key: Buffer.from(PKCS8_HEAD + seed, 'hex'), format: 'der', type: 'pkcs8' },
  })
}

/** Public keys by name, hex. */
export const PUBLIC_KEYS: Readonly<Record<string, string>> = Object.fromEntries(
  NAMES.map((name) => {
    const key = createPublicKey(keyOf(name)).export({ format: 'der', type: 'spki' })
    return [name, key.subarray(-KEY_BYTES).toString('hex')]
  }),
)

/** Signs a message in hex; gives hex. */
export function signAs(name: string, message: string): string {
  return sign(null, Buffer.from(message, 'hex'), keyOf(name)).toString('hex')
}
