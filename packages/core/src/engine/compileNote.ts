import { formatRatio, isRatio } from '../amounts/Ratio.js'
import type { EventValue } from '../journal/JournalEntry.js'
import type {
  EmitStatement,
  FinishStatement,
  RejectStatement,
  TallyStatement,
} from '../rules/Plan.js'
import { accountIn, demand, stageName, type CompileContext, type Step } from './CompileContext.js'
import type { Value } from './Poison.js'

export function tallyStep(context: CompileContext, statement: TallyStatement): Step {
  const tlm = stageName(context, statement)
  const { units, on } = statement
  return (frame, effects) => {
    const value = demand(context, frame, { node: units, stage: tlm })
    if (typeof value !== 'bigint' || value === 0n) return
    effects.tallies.push({ on: accountIn(frame, on), units: value, tlm })
  }
}

export function emitStep(context: CompileContext, statement: EmitStatement): Step {
  const tlm = stageName(context, statement)
  const fields = Object.entries(statement.fields)
  const { event } = statement
  return (frame, effects) => {
    const values: Record<string, EventValue> = {}
    for (const [name, node] of fields) {
      const value = demand(context, frame, { node, stage: tlm })
      if (frame.ended !== undefined) return
      values[name] = eventValue(value)
    }
    effects.events.push({ tlm, event, fields: values })
  }
}

function eventValue(value: Value): EventValue {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'boolean' || typeof value === 'string') return value
  return isRatio(value) ? formatRatio(value) : ''
}

export function endStep(
  context: CompileContext,
  statement: RejectStatement | FinishStatement,
): Step {
  const tlm = stageName(context, statement)
  const ended =
    statement.op === 'reject'
      ? ({ status: 'discarded', tlm, code: statement.code, at: '' } as const)
      : ({ status: 'finished', tlm, code: statement.outcome, at: '' } as const)
  const { condition } = statement
  return (frame) => {
    if (demand(context, frame, { node: condition, stage: tlm }) === true) frame.ended = ended
  }
}
