import type { CliIo } from '../io/CliIo.js'
import { countText } from './amountText.js'
import { isLively } from './createStyle.js'

const QUIET_MS = 1000
const STEP_MS = 100

/** A line on stderr that tells how far a long settlement is. */
export interface Progress {
  readonly onProgress: (ended: number, total: number) => void
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
  return {
    onProgress: (ended, total) => {
      if (!lively || ended === 0) return
      const now = io.now()
      if (now - shownAt < STEP_MS) return
      shownAt = now
      isShown = true
      io.stderr.write(`\r\u001B[K${progressLine(ended, Math.max(ended, total), now - start)}`)
    },
    clear: () => {
      if (isShown) io.stderr.write('\r\u001B[K')
    },
  }
}

function progressLine(ended: number, total: number, elapsedMs: number): string {
  const share = ended / total
  const bar = '#'.repeat(Math.round(share * 20)).padEnd(20, '.')
  const left = Math.ceil((elapsedMs * (total - ended)) / ended / 1000)
  const percent = Math.floor(share * 100)
  return `[${bar}] ${percent}% ${countText(ended)} of ${countText(total)} claims, ${left} s left`
}
