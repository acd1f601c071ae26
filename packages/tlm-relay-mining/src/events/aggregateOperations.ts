import { compareBytes, InputError } from '@tlmkit/core'
import { OP_REASONS, type OpReason } from './OP_REASONS.js'

/** One mint, burn or transfer of a settled claim. */
export interface Operation {
  /** The module of a mint or burn; sender and recipient of a transfer. */
  readonly parties: readonly [string] | readonly [string, string]
  readonly reason: OpReason
  /** In base units. */
  readonly amount: bigint
}

/** Operations of the same parties and reason, merged into one. */
export interface AggregatedOperation extends Operation {
  /** Operations merged, not claims. */
  readonly numOperations: bigint
}

/**
 * Merges the operations of a settlement by parties and reason.
 *
 * Rule: sums the amounts and counts the operations; sorted by the bytes of the text
 * `party|reason` or `sender|recipient|reason`, where the reason is its decimal number ("19" is
 * before "2"). Call it once each for mints, transfers and burns. A total of 0 stays in the list.
 * Units: base units.
 * Errors: `op-reason-unspecified`, `party-not-plain`.
 * Source: spec/pocket.md section 7.
 */
export function aggregateOperations(
  operations: readonly Operation[],
): readonly AggregatedOperation[] {
  const byKey = new Map<string, AggregatedOperation>()
  for (const { parties, reason, amount } of operations) {
    const key = keyOf(parties, reason)
    const sum = byKey.get(key) ?? { parties, reason, amount: 0n, numOperations: 0n }
    const numOperations = sum.numOperations + 1n
    byKey.set(key, { parties, reason, amount: sum.amount + amount, numOperations })
  }
  return [...byKey].sort(([a], [b]) => compareBytes(a, b)).map(([, operation]) => operation)
}

function keyOf(parties: Operation['parties'], reason: OpReason): string {
  if (reason === 'UNSPECIFIED') {
    throw new InputError({
      code: 'op-reason-unspecified',
      message: `An operation of ${parties.join(', ')} has no reason; give one of OP_REASONS.`,
    })
  }
  for (const party of parties) {
    if (!party.includes('|')) continue
    throw new InputError({
      code: 'party-not-plain',
      message: `The party ${party} has a "|" in it, which separates parties; take it out.`,
      details: { party },
    })
  }
  return [...parties, OP_REASONS[reason]].join('|')
}
