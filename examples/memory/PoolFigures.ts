import { PAGE_BYTES, type PoolUse } from '@tlmkit/memory-pool'
import type { Metered, Reserved } from './thread.ts'

/** What the meters of one node's pool heard, counted. None is so full that it evicts. */
export class PoolFigures {
  reserved = 0
  /** Reserved with the bytes of the last release. */
  warm = 0
  /** Reserved with pages that another owner had, all zero by then. */
  handedOver = 0
  /** Bytes. */
  written = 0
  released = 0
  expired = 0
  cleared = 0
  /** Who had the page at an offset last. */
  readonly #owners = new Map<number, string>()

  count(event: Metered): void {
    if (event.kind === 'reserve') this.reserved += 1
    else if (event.kind === 'write') this.written += event.bytes
    else if (event.kind === 'release') this.released += 1
    else if (event.kind === 'expire') this.expired += 1
    else if (event.kind === 'clear') this.cleared += 1
  }

  /** Counts whose pages a segment got. */
  countPages({ lease, isWarm, offset }: Reserved): void {
    const { caller, bytes } = lease
    let isHandedOver = false
    for (let page = offset; page < offset + bytes; page += PAGE_BYTES) {
      isHandedOver ||= (this.#owners.get(page) ?? caller) !== caller
      this.#owners.set(page, caller)
    }
    if (isWarm) this.warm += 1
    else if (isHandedOver) this.handedOver += 1
  }
}

/** The figures of all pools, as lines. */
export function poolTable(
  rows: readonly { readonly node: string; readonly figures: PoolFigures; readonly use: PoolUse }[],
): readonly string[] {
  const head = ['pool of', 'reserved', 'warm', 'zeroed', 'released', 'expired', 'cleared']
  const lines = rows.map(({ node, figures, use }) => {
    const { reserved, warm, handedOver, released, expired, cleared, written } = figures
    const counts = [reserved, warm, handedOver, released, expired, cleared, written, use.held]
    return [node, ...counts.map((count) => count.toLocaleString('en'))]
  })
  const table = [[...head, 'bytes written', 'held'], ...lines]
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)))
  return table.map((row) => {
    return row.map((cell, at) => pad(cell, widths?.[at] ?? 0, at === 0)).join('  ')
  })
}

function pad(cell: string, width: number, isName: boolean): string {
  return isName ? cell.padEnd(width) : cell.padStart(width)
}
