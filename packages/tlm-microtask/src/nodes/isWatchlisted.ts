import type { CommandContext } from '@tlmkit/core'
import { microtaskNodes } from './microtaskNodes.js'

/**
 * Whether a node is on the watchlist of micro-tasks at a command's height.
 *
 * Source: spec/microtask.md, Watchlist.
 */
export function isWatchlisted({ peek, height }: CommandContext, node: string): boolean {
  return height < (peek(microtaskNodes, node)?.listedUntil ?? 0n)
}
