import type { CliIo } from '../io/CliIo.js'
import { countOf, countText } from './amountText.js'
import { isLively } from './createStyle.js'

const QUIET_MS = 1000
const STEP_MS = 100

/** What is done with streamed rows. */
export type Doing = 'sorting' | 'settling' | 'writing'

/** A line on stderr that tells how far a long settlement is. */
export interface Progress {
  readonly onProgress: (ended: number, total: number) => void
  /** Hears how far the file at hand was read. */
  readonly onBytes: (bytes: number, of: number) => void
  /** Hears of streamed rows; without `total` the bytes read say how far it is. */
  readonly onRows: (doing: Doing, rows: number, total?: number) => void
  /** Hears how many commands of a file were carried out. */
  readonly onCommands: (commands: number) => void
  /** Takes the line away. */
  readonly clear: () => void
}

/**
 * Shows progress with the time left, on a terminal, from the second second on.
 *
 * Rule: time left = time so far x claims left / claims ended.
 */
export function createProgress(io: CliIo): Progress {
  const lively = isLively(io, io.stderr)
  const start = io.now()
  let shownAt = start + QUIET_MS - STEP_MS
  let isShown = false
  let read = 0
  const show = (line: (elapsedMs: number) => string): void => {
    if (!lively) return
    const now = io.now()
    if (now - shownAt < STEP_MS) return
    shownAt = now
    isShown = true
    io.stderr.write(`\r\u001B[K${line(now - start)}`)
  }
  return {
    onProgress: (ended, total) => {
      if (ended > 0) show((elapsed) => progressLine(ended, Math.max(ended, total), elapsed))
    },
    onBytes: (bytes, of) => {
      read = bytes / Math.max(1, of)
    },
    onRows: (doing, rows, total) => {
      const share = total === undefined ? read : rows / Math.max(1, total)
      show(() => `${bar(share)} ${doing}, ${countText(rows)} claims so far`)
    },
    onCommands: (commands) => {
      show(() => `${bar(read)} ${countOf(commands, 'command')} so far`)
    },
    clear: () => {
      if (isShown) io.stderr.write('\r\u001B[K')
    },
  }
}

function bar(share: number): string {
  const marks = '#'.repeat(Math.round(share * 20)).padEnd(20, '.')
  return `[${marks}] ${Math.floor(share * 100)}%`
}

function progressLine(ended: number, total: number, elapsedMs: number): string {
  const left = Math.ceil((elapsedMs * (total - ended)) / ended / 1000)
  return `${bar(ended / total)} ${countText(ended)} of ${countText(total)} claims, ${left} s left`
}
