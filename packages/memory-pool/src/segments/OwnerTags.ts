import { Hasher, InputError, parseId } from '@tlmkit/core'

/** 128 bits of a SHA-256, in 32-bit words. */
export type Digest = readonly [number, number, number, number]

interface Owner {
  readonly hex: string
  readonly digest: Digest
  readonly tags: Map<string, Digest>
}

/** Digests that are kept; then all are forgotten. */
const KEPT_MAX = 1 << 16
const KEY_LENGTH_MAX = 1024

/**
 * What stands in shared memory for an owner, and for one of its keys.
 *
 * Rule: the first 128 bits of SHA-256(owner), and of SHA-256(hex of the owner's digest || key). Who
 * would pass for a given owner needs a second preimage.
 */
export class OwnerTags {
  readonly #hasher = new Hasher()
  readonly #owners = new Map<string, Owner>()
  #kept = 0

  /** Errors: those of `parseId`. */
  ownerDigest(owner: string): Digest {
    return this.#owner(owner).digest
  }

  /** Errors: those of `parseId`; `segment-key-invalid`. */
  tagOf(owner: string, key: string): Digest {
    const { hex, tags } = this.#owner(owner)
    const known = tags.get(key)
    if (known !== undefined) return known
    assertKey(key)
    this.#count()
    const tag = toDigest(this.#hasher.hex(`${hex}${key}`))
    tags.set(key, tag)
    return tag
  }

  #owner(owner: string): Owner {
    const known = this.#owners.get(owner)
    if (known !== undefined) return known
    const hex = this.#hasher.hex(parseId(owner, 'owner'))
    this.#count()
    const made: Owner = { hex, digest: toDigest(hex), tags: new Map() }
    this.#owners.set(owner, made)
    return made
  }

  #count(): void {
    this.#kept += 1
    if (this.#kept <= KEPT_MAX) return
    this.#owners.clear()
    this.#kept = 0
  }
}

function toDigest(hex: string): Digest {
  const word = (index: number): number => parseInt(hex.slice(index * 8, index * 8 + 8), 16) | 0
  return [word(0), word(1), word(2), word(3)]
}

function assertKey(key: unknown): void {
  if (typeof key === 'string' && key.length <= KEY_LENGTH_MAX && key.isWellFormed()) return
  throw new InputError({
    code: 'segment-key-invalid',
    message: `A key is well-formed text of at most ${KEY_LENGTH_MAX} UTF-16 units.`,
    details: { lengthMax: KEY_LENGTH_MAX },
  })
}
