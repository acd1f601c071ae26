import { defineCommand, defineLifecycle, opaque, reject, type CommandContext } from '@tlmkit/core'

/** The hash of a block, lower-case hex of 32 bytes. */
export type BlockState = { readonly hash: string }

const HASH_DIGITS = 64

/**
 * The hashes of blocks that rules draw by, as works named by their heights.
 *
 * Rule: a block's hash is recorded once, at its height or later; who may record is for whoever lets
 * commands in to decide.
 * Errors: `height-invalid`, `not-yet`, `hash-invalid`, `already-recorded`.
 */
export const blocks = defineLifecycle<BlockState>()({
  name: 'blocks',
  commands: {
    record: defineCommand<BlockState>()({
      columns: { hash: opaque() },
      codes: ['height-invalid', 'not-yet', 'hash-invalid', 'already-recorded'],
      reduce(state, { hash }, { work, height }) {
        if (!/^(?:0|[1-9][0-9]{0,38})$/.test(work)) return reject('height-invalid')
        if (BigInt(work) > height) return reject('not-yet')
        if (hash.length !== HASH_DIGITS) return reject('hash-invalid')
        return state === undefined ? { state: { hash } } : reject('already-recorded')
      },
    }),
  },
})

/** The hash of the block at a height, where it was recorded. */
export function recordedHash({ peek }: CommandContext, height: bigint): string | undefined {
  return peek(blocks, height.toString())?.hash
}
