import { SUPPLY_BURN, SUPPLY_MINT } from '../accounts/Account.js'
import type { Instruction, Plan, Stage, Statement } from '../rules/Plan.js'
import { accountTemplate } from './accountTemplate.js'

/** One movement a plan may make. */
export interface PlannedMove {
  readonly tlm: string
  readonly debit: string
  readonly credit: string
  /** Nodes of the accounts and the amount. */
  readonly debitNode: number
  readonly creditNode: number | undefined
  readonly amountNode: number
  readonly denomination: string
  readonly reason: string
  /** Nodes of the conditions it depends on. */
  readonly mask: readonly number[]
  readonly inList: boolean
  /** Stands in a list loop: made once per item, perhaps never. */
  readonly looped: boolean
  readonly split: number | undefined
  /** Of a part of a split: the value that is split, where the plan says it. */
  readonly whole: number | undefined
  /** How what rounding leaves over is given away here. */
  readonly remainder: 'rest' | 'first' | 'last' | 'largestRemainder' | 'account' | undefined
  readonly part: string | undefined
  readonly kind: 'transfer' | 'mint' | 'burn' | 'take'
}

/** Every movement of a plan, in written order. */
export function movesOf(plan: Plan): readonly PlannedMove[] {
  const moves: PlannedMove[] = []
  for (const stage of plan.stages) {
    for (const instruction of stage.body)
      visit({ plan, stage, moves, looped: false }, instruction, [])
  }
  return moves
}

interface Visit {
  readonly plan: Plan
  readonly stage: Stage
  readonly moves: PlannedMove[]
  readonly looped: boolean
}

function visit(context: Visit, instruction: Instruction, outer: readonly number[]): void {
  if (typeof instruction === 'number') return
  const mask = [...outer, ...instruction.mask]
  if (instruction.op === 'each') {
    for (const inner of instruction.body) visit({ ...context, looped: true }, inner, mask)
    return
  }
  context.moves.push(...plannedMoves(context, instruction, mask))
}

function plannedMoves(
  { plan, stage, looped }: Visit,
  statement: Statement,
  mask: readonly number[],
): readonly PlannedMove[] {
  const base = (amountNode: number, debitNode: number, reason: string) => ({
    tlm: stage.name,
    debit: accountTemplate(plan, debitNode),
    debitNode,
    amountNode,
    denomination: plan.nodes[amountNode]?.denomination ?? '',
    reason,
    mask,
    looped,
    split: undefined as number | undefined,
    whole: undefined as number | undefined,
    inList: plan.nodes[amountNode]?.scope !== -1 || plan.nodes[debitNode]?.scope !== -1,
  })
  switch (statement.op) {
    case 'transfer': {
      const { amount, from, to, reason, splitPart } = statement
      const credit = accountTemplate(plan, to)
      const parts = base(amount, from, reason)
      const kind =
        parts.debit === SUPPLY_MINT ? 'mint' : credit === SUPPLY_BURN ? 'burn' : 'transfer'
      const remainder = splitPart?.takesRemainder === true ? 'rest' : undefined
      const split = splitPart?.split
      return [
        {
          ...parts,
          credit,
          creditNode: to,
          remainder,
          part: splitPart?.part,
          kind,
          split,
          whole: splitPart?.fair?.whole,
        },
      ]
    }
    case 'splitAmong': {
      const { amount, from, list, to, bucket, dust, reason } = statement
      const { operation } = plan.nodes[list] ?? {}
      const taker = `{${operation?.op === 'column' ? operation.column : 'list'}[].${to}}`
      const credit = bucket === undefined ? taker : `${bucket.kind}/${taker}/${bucket.bucket}`
      const parts = { ...base(amount, from, reason), part: undefined, kind: 'transfer' as const }
      const named = typeof dust === 'number' ? undefined : dust
      const among = { ...parts, credit, creditNode: undefined, remainder: named }
      if (typeof dust !== 'number') return [among]
      const account = accountTemplate(plan, dust)
      return [among, { ...parts, credit: account, creditNode: dust, remainder: 'account' }]
    }
    case 'take': {
      const { upTo, from, to, reason } = statement
      const credit = accountTemplate(plan, to)
      const rest = { credit, creditNode: to, remainder: undefined, part: undefined }
      return from.map((source) => ({
        ...base(upTo, source, reason),
        ...rest,
        kind: 'take' as const,
      }))
    }
    default:
      return []
  }
}
