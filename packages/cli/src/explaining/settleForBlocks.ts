import { InputError, settle, type JournalBlock } from '@tlmkit/core'
import type { CommandCall } from '../arguments/Command.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { readJournal } from '../reading/readJournal.js'
import { readEngine, type SettlementFiles } from '../reading/readSettlement.js'
import { createProgress } from '../rendering/createProgress.js'

/**
 * The journal of a settlement: the one `--journal` names, or that of settling the inputs now.
 *
 * Errors: `state-settled-already`, those of settling, those of `readJournal`.
 */
export async function settleForBlocks(
  { options, io }: CommandCall,
  { network, state, input }: SettlementFiles,
): Promise<readonly JournalBlock[]> {
  const path = options.text('journal')
  if (path !== undefined) return await readJournal({ path, cwd: io.cwd })
  const engine = readEngine(options)
  const { onProgress, clear } = createProgress(io)
  const result = settle(network, state, input, { sha256: nodeSha256, onProgress, engine })
  clear()
  if (!result.repeated) return result.blocks
  throw settledAlready(input.id)
}

/** The error for a state that was written after what is to be explained. */
export function settledAlready(id: string): InputError {
  return new InputError({
    code: 'state-settled-already',
    message: `The state has settlement "${id}" behind it: give the one it started from.`,
    details: { settlement: id },
  })
}
