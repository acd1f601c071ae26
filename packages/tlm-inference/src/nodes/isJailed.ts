import type { CommandContext } from '@tlmkit/core'
import { billNodes } from './billNodes.js'

/** Whether a node takes no bills at a command's height. */
export function isJailed({ peek, height }: Pick<CommandContext, 'peek' | 'height'>, node: string) {
  return height < (peek(billNodes, node)?.jailedUntil ?? 0n)
}
