import { ByteReader } from '../bytes/ByteReader.js'
import { ByteWriter } from '../bytes/ByteWriter.js'
import type { Row } from '../claims/columns.js'
import { decodeRow } from '../claims/decodeRow.js'
import { encodeRow } from '../claims/encodeRow.js'
import { keyText } from '../claims/keyOf.js'
import { parseRow } from '../claims/parseRow.js'
import { InputError } from '../errors/InputError.js'
import type { Route } from '../network/route.js'
import { collectClaims, sortClaims, type CollectedClaim } from './collectClaims.js'
import { followUpsOf, type Following } from './followUpsOf.js'
import { mergeFollowing } from './mergeFollowing.js'
import { keyInTwoSegments, mayRepeatKeys } from './segments.js'
import type { Settlement } from './Settlement.js'

/** Claims that are settled together at least, where no claims follow into the kind. */
const CHUNK_CLAIMS = 4096

interface Chunked {
  readonly settlement: Settlement
  readonly route: Route
  /** Claims that follow from others, by kind; this one adds its own. */
  readonly following: Map<string, readonly CollectedClaim[]>
}

/**
 * Settles the claims of a kind whose rows have to be looked at one by one: a few blocks at a time,
 * or all together where claims follow into the kind.
 */
export class ChunkedKind {
  readonly #settlement: Settlement
  readonly #route: Route
  readonly #following: Map<string, readonly CollectedClaim[]>
  readonly #merged: readonly CollectedClaim[]
  readonly #followers: Following
  readonly #keys = new Set<string>()
  #waiting: Row[] = []
  #rowsDone = 0
  #last: CollectedClaim | undefined

  constructor({ settlement, route, following }: Chunked) {
    this.#settlement = settlement
    this.#route = route
    this.#following = following
    this.#merged = following.get(route.kindName) ?? []
    this.#followers = followUpsOf(settlement.context, route.kindName)
  }

  push(bytes: Uint8Array): void {
    const { columns } = this.#route.default.kind
    const reader = new ByteReader(bytes, (why) => this.#invalid(why))
    while (reader.left > 0) {
      const where = this.#where(this.#rowsDone + this.#waiting.length)
      this.#waiting.push(parseRow(columns, decodeRow(reader, columns), where))
    }
    const held = this.#merged.length > 0
    if (!held && this.#waiting.length >= 2 * CHUNK_CLAIMS) this.#settle(false)
  }

  finish(): void {
    this.#settle(true)
    for (const [target, more] of this.#followers.claims) {
      this.#following.set(target, [...(this.#following.get(target) ?? []), ...more])
    }
  }

  #settle(final: boolean): void {
    const rows = this.#waiting
    const offset = this.#rowsDone
    const where = (index: number): string => this.#where(offset + index)
    const { context } = this.#settlement
    const claims = mergeFollowing(context.state, {
      route: this.#route,
      presented: collectClaims(context, this.#route, { rows, where }),
      following: this.#merged,
    })
    const end = final ? claims.length : this.#edgeOf(claims)
    if (end === 0) return
    const chunk = claims.slice(0, end)
    this.#assertOrder(rows, claims)
    this.#assertNewKeys(chunk)
    this.#settlement.settleKind(this.#route.kindName, chunk, this.#followers.hear)
    this.#last = chunk.at(-1)
    this.#waiting = rows.slice(end)
    this.#rowsDone += end
  }

  /** The last claim before which a chunk may be cut. */
  #edgeOf(claims: readonly CollectedClaim[]): number {
    for (let index = claims.length - 1; index > 0; index--) {
      const [before, after] = [claims[index - 1], claims[index]]
      if (before === undefined || after === undefined) return 0
      if (before.route !== after.route || before.paramsVersion !== after.paramsVersion) return index
      const { program } = this.#settlement.findPipeline(
        this.#route.kindName,
        after.route,
        after.paramsVersion,
      )
      const prefix = program.batchPrefix > 0 ? program.batchPrefix : after.key.length
      if (!samePrefix(before.key, after.key, prefix)) return index
    }
    return 0
  }

  /** Rows must come in the order in which they settle. */
  #assertOrder(rows: readonly Row[], claims: readonly CollectedClaim[]): void {
    if (this.#merged.length > 0) return
    const { kind } = this.#route.default
    const writer = new ByteWriter()
    for (const row of rows) encodeRow(writer, kind.columns, row)
    const all = writer.toBytes()
    let start = 0
    claims.forEach(({ bytes }, index) => {
      if (!startsWith(all, bytes, start)) throw this.#disordered(this.#rowsDone + index)
      start += bytes.length
    })
    const [last, first] = [this.#last, claims[0]]
    if (last === undefined || first === undefined) return
    if (sortClaims([last, first], this.#route)[0] === first) throw this.#disordered(this.#rowsDone)
  }

  /** A key stands in one segment: what settled under another cannot be taken back. */
  #assertNewKeys(claims: readonly CollectedClaim[]): void {
    if (!mayRepeatKeys(this.#settlement.context, this.#route)) return
    const chunk = new Set<string>()
    claims.forEach(({ key }, index) => {
      const text = keyText(key)
      if (this.#keys.has(text)) {
        throw keyInTwoSegments(this.#where(this.#rowsDone + index), this.#route.kindName, text)
      }
      chunk.add(text)
    })
    for (const text of chunk) this.#keys.add(text)
  }

  #where(index: number): string {
    return `${this.#route.kindName} claim ${index + 1}`
  }

  #disordered(index: number): InputError {
    return new InputError({
      code: 'rows-disordered',
      message: `${this.#where(index)} stands before the claim that comes first in canonical order: sort the claims by route, params version and key.`,
      details: { kind: this.#route.kindName },
    })
  }

  #invalid(why: string): InputError {
    return new InputError({
      code: 'rows-invalid',
      message: `${this.#where(this.#rowsDone + this.#waiting.length)}: ${why}.`,
      details: { kind: this.#route.kindName },
    })
  }
}

function samePrefix(a: readonly string[], b: readonly string[], prefix: number): boolean {
  for (let part = 0; part < prefix; part++) if (a[part] !== b[part]) return false
  return true
}

/** Whether `part` stands in `all` at `start`. */
function startsWith(all: Uint8Array, part: Uint8Array, start: number): boolean {
  if (start + part.length > all.length) return false
  for (let index = 0; index < part.length; index++) {
    if (all[start + index] !== part[index]) return false
  }
  return true
}
