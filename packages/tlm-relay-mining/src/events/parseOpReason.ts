import { didYouMean, InputError } from '@tlmkit/core'
import { OP_REASONS, type OpReason } from './OP_REASONS.js'

/**
 * Reads the reason of an operation by its name.
 *
 * Errors: `op-reason-unknown`.
 * Source: spec/pocket.md section 7.
 * @example parseOpReason('TLM_GLOBAL_MINT_INFLATION', 'row 1')
 */
export function parseOpReason(value: unknown, where: string): OpReason {
  if (isOpReason(value)) return value
  const shown = typeof value === 'string' ? value.slice(0, 80) : `a value of type ${typeof value}`
  throw new InputError({
    code: 'op-reason-unknown',
    message: `${where}: ${shown} is no reason.${didYouMean(shown, Object.keys(OP_REASONS))}`,
    details: { where, value: shown },
  })
}

function isOpReason(value: unknown): value is OpReason {
  return typeof value === 'string' && Object.hasOwn(OP_REASONS, value)
}
