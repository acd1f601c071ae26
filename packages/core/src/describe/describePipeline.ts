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

/**
 * The columns that every guarded or read account, and everything that may credit one, is a
 * function of, and that every group shares.
 */
function partitionOf(plan: Plan, moves: readonly PlannedMove[]): readonly string[] {
  const open = uncovered(moves, plan)
  const guarded = [...open.map(({ debitNode }) => debitNode), ...balanceReads(plan)]
  const feeding = moves
    .filter((move) => move.creditNode === undefined || !isSupply(move.credit))
    .filter(({ creditNode }) =>
      guarded.some((node) => creditNode === undefined || mayBeSame(plan, node, creditNode)),
    )
    .map(({ creditNode }) => creditNode)
  if (feeding.includes(undefined)) return []
  const accounts = [...guarded, ...feeding]
  const [first, ...others] = accounts.map((node) => columnsOf(plan, node ?? -1))
  const groups = plan.nodes.flatMap(({ operation }) =>
    'keys' in operation ? [new Set(operation.keys)] : [],
  )
  const common = [...(first ?? [])].filter((column) =>
    [...others, ...groups].every((set) => set.has(column)),
  )
  return common.filter((column) => column !== '[item]').sort((a, b) => (a < b ? -1 : 1))
}

/** Whether two account nodes may name one account on two claims. Data may name any account. */
function mayBeSame(plan: Plan, a: number, b: number): boolean {
  const [x, y] = [plan.nodes[a]?.operation, plan.nodes[b]?.operation]
  if (x?.op === 'accountLiteral' && y?.op === 'accountLiteral') return x.account === y.account
  if (x?.op === 'bucket' && y?.op === 'bucket') return x.kind === y.kind && x.bucket === y.bucket
  const [literal, bucket] = x?.op === 'bucket' ? [y, x] : [x, y]
  if (literal?.op !== 'accountLiteral' || bucket?.op !== 'bucket') return true
  const [kind, , last] = literal.account.split('/')
  return kind === bucket.kind && last === bucket.bucket
}

/** Debits that may fail: a credit of a whole value carries one later debit of it, or one split. */
function uncovered(moves: readonly PlannedMove[], plan: Plan): readonly PlannedMove[] {
  const used = new Map<PlannedMove, number | PlannedMove>()
  return moves.filter((move, index) => {
    if (isSupply(move.debit)) return false
    if (move.kind === 'take') return true
    const whole =
      move.split === undefined
        ? move.amountNode
        : moves.find((m) => m.split === move.split && m.whole !== undefined)?.whole
    const user = move.split ?? move
    const cover = moves
      .slice(0, index)
      .find(
        (earlier) =>
          earlier.amountNode === whole &&
          (earlier.kind === 'transfer' || earlier.kind === 'mint') &&
          earlier.creditNode !== undefined &&
          (earlier.remainder === undefined || earlier.remainder === 'rest') &&
          sameAccount(plan, earlier.creditNode, move.debitNode) &&
          !earlier.looped &&
          !move.looped &&
          earlier.denomination === move.denomination &&
          earlier.mask.every((condition) => move.mask.includes(condition)) &&
          (used.get(earlier) ?? user) === user,
      )
    if (cover === undefined) return true
    used.set(cover, user)
    return false
  })
}

/** Whether two nodes name one account on every claim. */
function sameAccount(plan: Plan, a: number, b: number): boolean {
  const [x, y] = [origin(plan, a), origin(plan, b)]
  if (x === y) return true
  const [m, n] = [plan.nodes[x], plan.nodes[y]]
  const [p, q] = [m?.operation, n?.operation]
  if (p?.op === 'accountLiteral' && q?.op === 'accountLiteral') return p.account === q.account
  if (p?.op !== 'bucket' || q?.op !== 'bucket') return false
  if (p.kind !== q.kind || p.bucket !== q.bucket) return false
  return origin(plan, m?.operands[0] ?? -1) === origin(plan, n?.operands[0] ?? -2)
}

function origin(plan: Plan, node: number): number {
  const { operation, operands } = plan.nodes[node] ?? {}
  return operation?.op === 'alias' ? origin(plan, operands?.[0] ?? -1) : node
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
