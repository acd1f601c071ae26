import type { JournalEntry, Plan, Row, Statement } from '@tlmkit/core'
import { entriesOf } from './bookkeeping.js'
import { compiledOf } from './compiledOf.js'
import { hold, rowKey, type Law, type LawRun } from './LawCase.js'

/**
 * Parts of a split sum to the whole, and one part takes what is left over.
 *
 * Rule: the plan names each split and its remainder taker; where the whole is a claim's column, or
 * what it claimed or settled, and no other move of the TLM has the split's reason, the postings of
 * every settled claim must sum to it.
 */
export const splits: Law = {
  name: 'splits',
  statement: 'the parts of a split sum to the whole; one taker has the remainder',
  check(run) {
    let facts = 0
    for (const entry of entriesOf(run.result.blocks)) {
      if (entry.type !== 'claim' || entry.status !== 'settled') continue
      const plan = planOf(run, entry)
      if (plan === undefined) continue
      for (const split of splitsOf(plan)) facts += checkSplit(run, { entry, plan, split })
    }
    return facts
  },
}

function planOf({ network, given }: LawRun, entry: JournalEntry): Plan | undefined {
  const version = given.state.params.find(({ version }) => version === entry.paramsVersion)
  const { pipelines } = compiledOf(network, version?.values)
  return pipelines.get(entry.kind)?.get(entry.route)?.plan
}

interface FoundSplit {
  readonly tlm: string
  readonly reason: string
  readonly whole: number
}

/** The splits that stand outside conditions and loops, each with a reason of its own. */
function splitsOf(plan: Plan): readonly FoundSplit[] {
  const found: FoundSplit[] = []
  for (const stage of plan.stages) {
    const statements = stage.body.filter((one) => typeof one !== 'number')
    const moves = statements.filter((one) => 'reason' in one)
    assertOneTaker(stage.name, moves)
    const loops = statements.some(({ op }) => op === 'each')
    for (const [reason, own] of Map.groupBy(moves, (one) => one.reason)) {
      const whole = loops ? undefined : wholeOf(plan, own)
      if (whole !== undefined) found.push({ tlm: stage.name, reason, whole })
    }
  }
  return found
}

function assertOneTaker(tlm: string, moves: readonly Statement[]): void {
  const parts = moves.flatMap((one) => ('splitPart' in one ? [one.splitPart] : []))
  for (const [split, own] of Map.groupBy(parts, (part) => part.split)) {
    const takers = own.filter((part) => part.takesRemainder).length
    hold(takers === 1, () => `split ${split} of "${tlm}" has ${takers} remainder takers`)
  }
}

/** The node that one split divides, when `moves` are the parts of exactly one. */
function wholeOf(plan: Plan, moves: readonly Statement[]): number | undefined {
  const [first] = moves
  if (first === undefined || moves.some(({ mask }) => mask.length > 0)) return undefined
  if (first.op === 'splitAmong') return moves.length === 1 ? first.amount : undefined
  const parts = moves.map((one) => (one.op === 'transfer' ? one.splitPart : undefined))
  if (parts.some((part) => part === undefined || part.split !== parts[0]?.split)) return undefined
  const rest = moves.at(-1)
  if (rest?.op !== 'transfer' || rest.splitPart?.takesRemainder !== true) return undefined
  let node = rest.amount
  for (let cuts = moves.length - 1; cuts > 0;) {
    const { operation, operands } = plan.nodes[node] ?? { operation: { op: '' }, operands: [] }
    node = operands[0] ?? -1
    if (operation.op === 'minus') cuts -= 1
    else if (operation.op !== 'alias') return undefined
  }
  return node
}

interface CheckedSplit {
  readonly entry: JournalEntry
  readonly plan: Plan
  readonly split: FoundSplit
}

function checkSplit(run: LawRun, { entry, plan, split }: CheckedSplit): number {
  const whole = valueOf(run, { entry, plan, node: split.whole })
  if (whole === undefined) return 0
  const { tlm, reason } = split
  const parts = entry.postings.filter((each) => each.tlm === tlm && each.reason === reason)
  const sum = parts.reduce((total, { amount }) => total + amount, 0n)
  const claim = `${entry.kind} ${entry.key.join('/')}`
  hold(sum === whole, () => `"${reason}" of ${claim} moves ${sum} in parts of ${whole}`)
  return 1
}

interface NodeOf {
  readonly entry: JournalEntry
  readonly plan: Plan
  readonly node: number
}

/** What a node holds, where the journal or the presented row says so. */
function valueOf(run: LawRun, { entry, plan, node }: NodeOf): bigint | undefined {
  if (node === plan.columns['settled']) return entry.settled
  if (node === plan.columns['claimed']) return entry.claimed
  const { operation, operands } = plan.nodes[node] ?? { operation: { op: '' }, operands: [] }
  if (operation.op === 'alias') return valueOf(run, { entry, plan, node: operands[0] ?? -1 })
  if (operation.op !== 'column') return undefined
  const value = presentedRow(run, entry)?.[operation.column]
  return typeof value === 'bigint' ? value : undefined
}

function presentedRow({ network, given }: LawRun, { kind, key }: JournalEntry): Row | undefined {
  const names = network.kinds.get(kind)?.default.kind.key ?? []
  return given.claims[kind]?.find((row) => rowKey(names, row) === key.join('/'))
}
