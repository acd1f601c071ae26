import type { Row } from '../claims/columns.js'
import type { ClaimKind } from '../claims/defineClaimKind.js'
import { refuseSettled, type RefusalCode } from '../settlement/collectClaims.js'
import { COMMAND_IDS, type State } from '../state/State.js'

/** Keys that commands of a run settled, by claim kind, and the ids of the commands themselves. */
export class SettledKeys {
  readonly #before: State['settledIds']
  readonly #keys = new Map<string, Set<string>>()
  /** Keys of the command at hand, and the sets they stand in. */
  #fresh: (readonly [keys: Set<string>, key: string])[] = []

  constructor(before: State['settledIds']) {
    this.#before = before
  }

  /** Why a claim may not settle: a key settles once, ever, in this run or a settlement before. */
  refuse(
    kind: ClaimKind,
    claim: { readonly row: Row; readonly text: string },
  ): RefusalCode | undefined {
    if (this.#of(kind.name).has(claim.text)) return 'already-settled'
    return refuseSettled(kind, claim, this.#before.get(kind.name))
  }

  /** Notes a claim as settled, until its command is rejected after all. */
  add(kind: string, key: string): void {
    const keys = this.#of(kind)
    keys.add(key)
    this.#fresh.push([keys, key])
  }

  isAccepted(command: string): boolean {
    const known = this.#before.get(COMMAND_IDS)?.ids.has(command) === true
    return known || this.#of(COMMAND_IDS).has(command)
  }

  accept(command: string): void {
    this.#of(COMMAND_IDS).add(command)
  }

  /** Keeps the keys of the command at hand. */
  keep(): void {
    this.#fresh = []
  }

  /** Forgets the keys of the command at hand. */
  undo(): void {
    for (const [keys, key] of this.#fresh) keys.delete(key)
    this.#fresh = []
  }

  #of(kind: string): Set<string> {
    let keys = this.#keys.get(kind)
    if (keys === undefined) {
      keys = new Set()
      this.#keys.set(kind, keys)
    }
    return keys
  }
}
