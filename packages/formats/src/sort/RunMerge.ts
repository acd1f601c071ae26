import type { BlockBuilder } from '../rows/BlockBuilder.js'
import { compareRows } from './KeyedRows.js'
import type { RunCursor } from './RunCursor.js'

/** Merges sorted runs by a tree of losers: each inner place keeps the loser of its match. */
export class RunMerge {
  readonly #cursors: readonly RunCursor[]
  readonly #losers: Int32Array
  #winner = 0

  constructor(cursors: readonly RunCursor[]) {
    this.#cursors = cursors
    this.#losers = new Int32Array(Math.max(1, cursors.length))
    if (cursors.length > 0) this.#winner = this.#play(1)
  }

  /** Adds the next rows until the block is full or none is left. */
  async fill(block: BlockBuilder): Promise<void> {
    while (!block.isFull) {
      const empty = this.#fillFromMemory(block)
      if (empty === undefined) return
      await empty.load()
      this.#replay()
    }
  }

  /** Adds rows until the block is full or a cursor must load; gives that cursor. */
  #fillFromMemory(block: BlockBuilder): RunCursor | undefined {
    while (!block.isFull) {
      const cursor = this.#cursors[this.#winner]
      if (cursor === undefined || cursor.isDone) return undefined
      const { rows, row } = cursor
      block.append(rows.bytes.subarray(rows.starts[row], rows.starts[row + 1]))
      if (!cursor.advance()) return cursor
      this.#replay()
    }
    return undefined
  }

  async close(): Promise<void> {
    for (const cursor of this.#cursors) await cursor.close()
  }

  /** Finds the winner again after the last one moved on. */
  #replay(): void {
    const losers = this.#losers
    let winner = this.#winner
    for (let place = (winner + this.#cursors.length) >> 1; place >= 1; place >>= 1) {
      const loser = losers[place] ?? 0
      if (this.#isBefore(winner, loser)) continue
      losers[place] = winner
      winner = loser
    }
    this.#winner = winner
  }

  /** Plays the matches below a place; cursor `i` stands at place `i + n`. */
  #play(place: number): number {
    const count = this.#cursors.length
    if (place >= count) return place - count
    const [left, right] = [this.#play(2 * place), this.#play(2 * place + 1)]
    const isLeft = this.#isBefore(left, right)
    this.#losers[place] = isLeft ? right : left
    return isLeft ? left : right
  }

  #isBefore(a: number, b: number): boolean {
    const left = this.#cursors[a]
    const right = this.#cursors[b]
    if (left === undefined || right === undefined) return right === undefined
    if (left.isDone || right.isDone) return right.isDone
    const order = compareRows(left, right)
    return order === 0 ? a < b : order < 0
  }
}
