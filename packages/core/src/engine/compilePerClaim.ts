import { AMOUNT_MAX } from '../amounts/Amount.js'
import type { Cell, Row } from '../claims/columns.js'
import type { PerClaimStatement, Stage } from '../rules/Plan.js'
import { isRejection, type Rejection } from '../tlm/defineTlm.js'
import type { Step } from './CompileContext.js'
import type { Effects } from './Effects.js'
import type { Frame } from './Frame.js'
import { Poison } from './Poison.js'

/** A per-claim function with its params bound. */
export type PerClaimBody = (row: Row) => Readonly<Record<string, bigint>> | Rejection

/** What a per-claim function gave, checked. */
export type Outcome =
  | { readonly values: Readonly<Record<string, bigint>> }
  | { readonly code: string; readonly at: string }

/**
 * Compiles a per-claim TLM: its reads in, its writes out. A throw, a missing write or a number
 * out of
 * range discards the claim with `tlm-fault` and a loud event; it never stops the settlement.
 */
export function compilePerClaim(
  statement: PerClaimStatement,
  options: { readonly stage: Stage | undefined; readonly body: PerClaimBody | undefined },
): Step {
  const { body } = options
  const tlm = options.stage?.name ?? ''
  const reads = Object.entries(statement.reads)
  const writes = Object.entries(statement.writes)
  const names = Object.keys(statement.writes)
  return (frame, effects) => {
    const row: Record<string, Cell> = {}
    for (const [name, node] of reads) {
      const value = frame.slots[node]
      if (value instanceof Poison) {
        frame.ended = { status: 'discarded', tlm, code: value.code, at: name }
        return
      }
      row[name] = value as Cell
    }
    const outcome = runPerClaim(body, row, names)
    if ('code' in outcome) {
      end(frame, effects, { ...outcome, tlm })
      return
    }
    for (const [name, node] of writes) frame.slots[node] = outcome.values[name]
  }
}

/** Runs a per-claim function over one row, and checks what it writes. */
export function runPerClaim(
  body: PerClaimBody | undefined,
  row: Row,
  writes: readonly string[],
): Outcome {
  try {
    const result = body?.(Object.freeze(row)) ?? {}
    if (isRejection(result)) return { code: result.rejected, at: '' }
    for (const name of writes) {
      const value: unknown = result[name]
      if (typeof value !== 'bigint' || value < 0n || value > AMOUNT_MAX) {
        return { code: 'tlm-fault', at: `${name} is not a bigint from 0 to 2^128 - 1` }
      }
    }
    return { values: result }
  } catch (error) {
    return { code: 'tlm-fault', at: error instanceof Error ? error.message : 'unknown fault' }
  }
}

function end(
  frame: Frame,
  effects: Effects,
  { tlm, code, at }: { readonly tlm: string; readonly code: string; readonly at: string },
): void {
  frame.ended = { status: 'discarded', tlm, code, at }
  if (code === 'tlm-fault') effects.faults.push({ tlm, event: 'tlm-fault', fields: {} })
}
