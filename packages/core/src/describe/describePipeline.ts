import { isSupply } from '../accounts/Account.js'
import type { CompiledPipeline } from '../network/compileNetwork.js'
import type { Instruction, Plan } from '../rules/Plan.js'
import { columnsOf } from './accountTemplate.js'
import { formulaOf } from './formula.js'
import { movesOf, type PlannedMove } from './movesOf.js'

/** An account that a pipeline may touch, as its plan names it. */
export interface AccountPower {
  readonly tlm: string
  readonly account: string
  readonly denomination: string
  readonly reason: string
  /** True when a condition or a list decides whether it happens. */
  readonly conditional: boolean
}

/** Where what rounding leaves over goes. */
export interface RemainderPower {
  readonly tlm: string
  /** The value or part that is rounded. */
  readonly of: string
  readonly rounding: string
  /** Taker of the remainder; for values that are only computed: it is never moved. */
  readonly taker: string
}

/** What the plan alone says a pipeline can do. */
export interface PipelineDescription {
  readonly kind: string
  readonly id: string
  readonly stages: readonly {
    readonly name: string
    readonly tlm: string
    readonly version: string
    readonly phase: string
    /** A per-claim function: identified by its version alone, not by its plan. */
    readonly opaque: boolean
  }[]
  readonly debits: readonly AccountPower[]
  readonly credits: readonly AccountPower[]
  readonly mints: readonly AccountPower[]
  readonly burns: readonly AccountPower[]
  readonly remainders: readonly RemainderPower[]
  /** Columns that every guarded or read account is a function of; none: one worker. */
  readonly partitionBy: readonly string[]
  readonly moves: readonly PlannedMove[]
}

/** Reads the powers of a pipeline off its plan: accounts, supply, remainders, `partitionBy`. */
export function describePipeline(compiled: CompiledPipeline): PipelineDescription {
  const { plan, pipeline, id } = compiled
  const moves = movesOf(plan)
  return {
    kind: pipeline.kindName,
    id,
    stages: plan.stages.map(({ name, tlm, version, phase }, index) => ({
      name,
      tlm,
      version,
      phase,
      opaque: pipeline.chain[index]?.tlm.body.kind === 'perClaim',
    })),
    debits: powersOf(moves, 'debit'),
    credits: powersOf(moves, 'credit'),
    mints: powersOf(
      moves.filter(({ kind }) => kind === 'mint'),
      'credit',
    ),
    burns: powersOf(
      moves.filter(({ kind }) => kind === 'burn'),
      'debit',
    ),
    remainders: remaindersOf(plan, moves),
    partitionBy: partitionOf(plan, moves),
    moves,
  }
}

function powersOf(moves: readonly PlannedMove[], side: 'debit' | 'credit'): AccountPower[] {
  const powers = new Map<string, AccountPower>()
  for (const move of moves) {
    const account = move[side]
    if (isSupply(account)) continue
    const { tlm, denomination, reason } = move
    const key = [tlm, account, denomination, reason].join('\n')
    const conditional = move.mask.length > 0 || move.inList
    const known = powers.get(key)
    const always = known !== undefined && !known.conditional
    powers.set(key, { tlm, account, denomination, reason, conditional: conditional && !always })
  }
  return [...powers.values()]
}

function remaindersOf(plan: Plan, moves: readonly PlannedMove[]): readonly RemainderPower[] {
  const moved = moves
    .filter(({ remainder }) => remainder !== undefined)
    .map(({ tlm, remainder, credit, amountNode, part }) => ({
      tlm,
      of: part ?? nameOf(plan, amountNode),
      rounding: remainder === 'rest' ? 'what the cuts leave' : 'floor each',
      taker: remainder === 'first' || remainder === 'last' ? `${remainder} of ${credit}` : credit,
    }))
  const cuts = new Set(moves.filter(({ part }) => part !== undefined).map((m) => m.amountNode))
  const computed = plan.nodes.flatMap((node, index) => {
    if (!('rounding' in node.operation) || cuts.has(index)) return []
    const { rounding } = node.operation
    const taker =
      rounding === 'floor' ? 'nobody: it is never created' : 'rounded up, to who is paid'
    return [{ tlm: plan.stages[node.stage]?.name ?? '', of: nameOf(plan, index), rounding, taker }]
  })
  return [...moved, ...computed]
}

/** The name of a value, or its formula where it has none. */
function nameOf(plan: Plan, node: number): string {
  return plan.nodes[node]?.name ?? formulaOf(plan, node)
}

/** The columns that all guarded debits, takes and balance reads are functions of. */
function partitionOf(plan: Plan, moves: readonly PlannedMove[]): readonly string[] {
  const guarded = moves
    .filter((move, index) => !isSupply(move.debit) && !isCovered(moves, index))
    .map(({ debitNode }) => debitNode)
  const accounts = [...guarded, ...balanceReads(plan)]
  const [first, ...others] = accounts.map((node) => columnsOf(plan, node))
  const common = [...(first ?? [])].filter((column) => others.every((set) => set.has(column)))
  return common.filter((column) => column !== '[item]').sort((a, b) => (a < b ? -1 : 1))
}

/**
 * Whether a debit cannot fail whatever the account held: the same claim credited the same account
 * with the value that is now moved on, whole or in parts of one split, under conditions that this
 * debit shares.
 */
function isCovered(moves: readonly PlannedMove[], index: number): boolean {
  const move = moves[index]
  if (move === undefined || move.kind === 'take') return false
  const wholes = wholeOf(moves, move)
  return moves
    .slice(0, index)
    .some(
      (earlier) =>
        earlier.credit === move.debit &&
        earlier.denomination === move.denomination &&
        wholes.includes(earlier.amountNode) &&
        earlier.mask.every((condition) => move.mask.includes(condition)) &&
        !earlier.inList,
    )
}

/** The value itself, and for a part of a split the whole that is split. */
function wholeOf(moves: readonly PlannedMove[], move: PlannedMove): readonly number[] {
  if (move.part === undefined) return [move.amountNode]
  const siblings = moves.filter(
    ({ debitNode, tlm, part }) =>
      debitNode === move.debitNode && tlm === move.tlm && part !== undefined,
  )
  const smallest = Math.min(...siblings.map(({ amountNode }) => amountNode))
  return moves
    .filter(({ amountNode, credit }) => credit === move.debit && amountNode < smallest)
    .map(({ amountNode }) => amountNode)
}

function balanceReads(plan: Plan): readonly number[] {
  const reads: number[] = []
  const visit = (instruction: Instruction): void => {
    if (typeof instruction === 'number') return
    if (instruction.op === 'each') instruction.body.forEach(visit)
    if (instruction.op === 'balance') reads.push(instruction.account)
  }
  for (const stage of plan.stages) stage.body.forEach(visit)
  return reads
}
