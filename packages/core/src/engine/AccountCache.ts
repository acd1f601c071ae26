import { accountOf, type AccountPath } from '../accounts/Account.js'

/** Owners remembered before the cache starts anew. */
const OWNERS_MAX = 16_384

/** Paths of one bucket by owner: the same text object each time, so that its hash is known. */
export class AccountCache {
  readonly #kind: string
  readonly #bucket: string
  readonly #known = new Map<string, AccountPath>()

  constructor(kind: string, bucket: string) {
    this.#kind = kind
    this.#bucket = bucket
  }

  of(owner: string): AccountPath {
    const known = this.#known.get(owner)
    if (known !== undefined) return known
    if (this.#known.size === OWNERS_MAX) this.#known.clear()
    const account = accountOf(this.#kind, owner, this.#bucket)
    this.#known.set(owner, account)
    return account
  }
}
