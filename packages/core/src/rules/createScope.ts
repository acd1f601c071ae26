import { UsageError } from '../errors/UsageError.js'
import {
  addRatios,
  compareRatios,
  ONE_RATIO,
  ratioOf,
  ZERO_RATIO,
  type Ratio,
} from '../amounts/Ratio.js'
import type { Phase } from '../tlm/Phase.js'
import type {
  Cut,
  DustTaker,
  PureScope,
  SettleScope,
  SplitAmongOptions,
  SplitOptions,
  TakeOptions,
  Vocabulary,
} from './ClaimScope.js'
import { callerLine } from './callerLine.js'
import { groupBy } from './Group.js'
import type { SplitPart } from './Plan.js'
import { SymbolicAccount } from './SymbolicAccount.js'
import { AnySymbolicAmount, SymbolicAmount } from './SymbolicAmount.js'
import type { Symbolic } from './Symbolic.js'
import { SymbolicUnits } from './SymbolicUnits.js'
import { currentTracer } from './Tracer.js'
import { supply, toAccount, type AccountLike } from './literals.js'
import type { ItemColumns } from '../claims/columns.js'

/** The names a TLM declared, and how `use` renamed its columns. */
export interface ScopeContext {
  readonly tlm: string
  readonly phase: Phase
  readonly reasons: ReadonlySet<string>
  readonly codes: ReadonlySet<string>
  readonly outcomes: ReadonlySet<string>
  readonly events: ReadonlyMap<string, readonly string[]>
  readonly columnName: (read: string) => string
}

type AnyVocabulary = Vocabulary
/** The scope of any phase, before the types narrow it. */
export type FullScope = PureScope<AnyVocabulary> & SettleScope<AnyVocabulary>

/** Makes the `claim` argument of a rule. */
export function createScope(context: ScopeContext): FullScope {
  return Object.freeze({ ...commonStatements(context), ...moveStatements(context) })
}

type Common = Pick<FullScope, 'reject' | 'finish' | 'emit' | 'emitWhen' | 'group'>
type Moves = Omit<FullScope, keyof Common>

function commonStatements(context: ScopeContext): Common {
  const emit = (event: string, fields: Readonly<Record<string, Symbolic>>): void => {
    const names = context.events.get(event)
    if (names === undefined) throw undeclared(context, 'events', event)
    const nodes = Object.fromEntries(names.map((name) => [name, fieldNode(fields, name)]))
    currentTracer().statement({ op: 'emit', event, fields: nodes })
  }
  return {
    reject(condition, code) {
      declared(context, 'codes', code)
      currentTracer().statement({ op: 'reject', condition: condition.node, code })
    },
    finish(condition, outcome) {
      declared(context, 'outcomes', outcome)
      currentTracer().statement({ op: 'finish', condition: condition.node, outcome })
    },
    emit,
    emitWhen(condition, event, fields) {
      currentTracer().masked(condition.node, () => {
        emit(event, fields)
      })
    },
    group(...keys) {
      if (context.phase === 'settle') throw wrongPhase(context, 'group', 'price or limit')
      return groupBy(keys.map(context.columnName))
    },
  }
}

function moveStatements(context: ScopeContext): Moves {
  const transfer: FullScope['transfer'] = (amount, { from, to, reason }) => {
    inSettle(context, 'transfer')
    declared(context, 'reasons', reason)
    recordTransfer(amount, { from: toAccount(from), to: toAccount(to), reason })
  }
  return {
    transfer,
    mint: (amount, { to, reason }) => {
      transfer(amount, { from: supply.mint, to, reason })
    },
    burn: (amount, { from, reason }) => {
      transfer(amount, { from, to: supply.burn, reason })
    },
    split(amount, options) {
      inSettle(context, 'split')
      declared(context, 'reasons', options.reason)
      for (const { reason } of Object.values(options.cuts)) {
        if (reason !== undefined) declared(context, 'reasons', reason)
      }
      return recordSplit(amount, options)
    },
    splitAmong(amount, options) {
      inSettle(context, 'splitAmong')
      declared(context, 'reasons', options.reason)
      recordSplitAmong(amount, options)
    },
    take(upTo, options) {
      inSettle(context, 'take')
      declared(context, 'reasons', options.reason)
      return recordTake(upTo, options)
    },
    balance(account, like) {
      inSettle(context, 'balance')
      return recordBalance(toAccount(account), like)
    },
    tally(count, { on }) {
      inSettle(context, 'tally')
      assertCount(count)
      currentTracer().statement({ op: 'tally', units: count.node, on: toAccount(on).node })
    },
  }
}

/** For authors without types: a ratio or a condition counts nothing. */
function assertCount(count: unknown): void {
  if (count instanceof SymbolicUnits || count instanceof AnySymbolicAmount) return
  throw new UsageError({
    code: 'operand-invalid',
    message: `At ${callerLine()}: a tally counts units or an amount: use unitsConstant(1n) for one.`,
  })
}

interface RecordedTransfer {
  readonly from: SymbolicAccount
  readonly to: SymbolicAccount
  readonly reason: string
  readonly splitPart?: SplitPart
}

function recordTransfer(amount: AnySymbolicAmount, options: RecordedTransfer): void {
  const { from, to, reason, splitPart } = options
  assertSupplySides(from, to)
  currentTracer().statement({
    op: 'transfer',
    amount: amount.node,
    from: from.node,
    to: to.node,
    reason,
    ...(splitPart === undefined ? {} : { splitPart }),
  })
}

type Parts<D extends string, C> = { readonly [K in keyof C | 'rest']: SymbolicAmount<D> }

/** Units leave the mint and enter the burn, never the other way round. */
function assertSupplySides(from: SymbolicAccount, to: SymbolicAccount): void {
  const { nodes } = currentTracer()
  const isLiteral = (account: SymbolicAccount, path: string): boolean => {
    const operation = nodes[account.node]?.operation
    return operation?.op === 'accountLiteral' && operation.account === path
  }
  if (!isLiteral(from, supply.burn) && !isLiteral(to, supply.mint)) return
  throw new UsageError({
    code: 'supply-misused',
    message: `A move at ${callerLine()} debits supply/burn or credits supply/mint: mint from supply/mint, burn to supply/burn.`,
  })
}

function recordSplit<D extends string, C extends Readonly<Record<string, Cut>>>(
  amount: SymbolicAmount<D>,
  options: SplitOptions<string, C>,
): Parts<D, C> {
  const { cuts, reason } = options
  const fairRest = assertCuts(cuts)
  const split = currentTracer().nextSplit()
  const from = toAccount(options.from)
  const parts: Record<string, SymbolicAmount<D>> = {}
  let rest = amount
  for (const [part, cut] of Object.entries(cuts)) {
    const base = cut.of === 'rest' ? rest : amount
    const taken = base.times(cut.share, cut.round)
    parts[part] = taken.as(part)
    rest = rest.minus(taken, 'reject')
    const splitPart = { split, part, takesRemainder: false }
    recordTransfer(taken, { from, to: toAccount(cut.to), reason: cut.reason ?? reason, splitPart })
  }
  rest = rest.as('rest')
  parts['rest'] = rest
  const fair = fairRest === undefined ? {} : { fair: { whole: amount.node, share: fairRest } }
  const splitPart = { split, part: 'rest', takesRemainder: true, ...fair }
  recordTransfer(rest, { from, to: toAccount(options.rest), reason, splitPart })
  return parts as Parts<D, C>
}

/** Checks the cuts; gives the share that is left of the whole, where all cuts are of the whole. */
function assertCuts(cuts: Readonly<Record<string, Cut>>): Ratio | undefined {
  let whole = ZERO_RATIO
  let ceils = 0
  for (const [name, cut] of Object.entries(cuts)) {
    if (name === 'rest') throw badSplit('a cut is called "rest", which names what the cuts leave')
    if (compareRatios(cut.share, ONE_RATIO) > 0) throw badSplit(`cut "${name}" is over 1`)
    if (cut.of === 'rest') continue
    whole = addRatios(whole, cut.share)
    if (cut.round === 'ceil') ceils += 1
  }
  if (compareRatios(whole, ONE_RATIO) > 0) {
    throw badSplit(`the shares of the whole sum to ${whole.num}/${whole.den}, more than 1`)
  }
  if (ceils > 1) {
    throw badSplit('two cuts of the whole round up, so that parts can exceed it: use of: "rest"')
  }
  const nested = Object.values(cuts).some((cut) => cut.of === 'rest')
  return nested ? undefined : ratioOf(whole.den - whole.num, whole.den)
}

function recordSplitAmong<S extends ItemColumns>(
  amount: AnySymbolicAmount,
  options: SplitAmongOptions<string, S>,
): void {
  const { list, to, weight, bucket, reason } = options
  const fields: ItemColumns = list.of
  const [target, weights] = [fields[to], fields[weight]]
  if (weights?.type !== 'units' && weights?.type !== 'amount') {
    throw badSplit(`weight "${weight}" is not a units or amount field of the list`)
  }
  if (target?.type !== 'account' && (target?.type !== 'id' || bucket === undefined)) {
    throw badSplit(`taker "${to}" is neither an account field nor an id field with a bucket`)
  }
  const dust = dustNode(options.dust)
  currentTracer().statement({
    op: 'splitAmong',
    amount: amount.node,
    from: toAccount(options.from).node,
    list: list.node,
    to,
    weight,
    dust,
    reason,
    ...(target.type === 'id' && bucket !== undefined
      ? { bucket: { kind: target.kind, bucket } }
      : {}),
  })
}

function dustNode(dust: DustTaker): 'first' | 'last' | 'largestRemainder' | number {
  if (dust instanceof SymbolicAccount) return dust.node
  if (dust === 'first' || dust === 'last' || dust === 'largestRemainder') return dust
  return toAccount(dust).node
}

function recordTake<D extends string>(
  upTo: SymbolicAmount<D>,
  options: TakeOptions<string>,
): { readonly taken: SymbolicAmount<D>; readonly short: SymbolicAmount<D> } {
  const tracer = currentTracer()
  const sources = Array.isArray(options.from) ? options.from : [options.from]
  const from = sources.map((source: AccountLike) => toAccount(source).node)
  const to = toAccount(options.to).node
  const { denomination } = upTo
  const result = (op: 'taken' | 'short'): number =>
    tracer.node({ operation: { op }, operands: [upTo.node], type: 'amount', denomination })
  const [taken, short] = [result('taken'), result('short')]
  tracer.statement({
    op: 'take',
    upTo: upTo.node,
    from,
    to,
    reason: options.reason,
    taken,
    short,
  })
  return {
    taken: new SymbolicAmount<D>(taken, denomination),
    short: new SymbolicAmount<D>(short, denomination),
  }
}

function recordBalance<D extends string>(
  account: SymbolicAccount,
  like: SymbolicAmount<D>,
): SymbolicAmount<D> {
  const tracer = currentTracer()
  const { denomination } = like
  const operation = { op: 'balance' } as const
  const operands = [account.node]
  const result = tracer.node({ operation, operands, type: 'amount', denomination })
  tracer.statement({ op: 'balance', account: account.node, result })
  return new SymbolicAmount<D>(result, denomination)
}

function fieldNode(fields: Readonly<Record<string, Symbolic>>, name: string): number {
  const field = fields[name]
  if (field === undefined) {
    throw new UsageError({
      code: 'event-field-missing',
      message: `Event field "${name}" has no value at ${callerLine()}.`,
    })
  }
  return field.node
}

type Declared = 'reasons' | 'codes' | 'outcomes'

function declared(context: ScopeContext, what: Declared, name: string): void {
  if (!context[what].has(name)) throw undeclared(context, what, name)
}

function undeclared(context: ScopeContext, what: Declared | 'events', name: string): UsageError {
  return new UsageError({
    code: 'name-undeclared',
    message: `TLM "${context.tlm}" uses "${name}" at ${callerLine()}, which is not among its ${what}.`,
    details: { tlm: context.tlm, name },
  })
}

function inSettle(context: ScopeContext, what: string): void {
  if (context.phase !== 'settle') throw wrongPhase(context, what, 'settle')
}

function wrongPhase(context: ScopeContext, what: string, phase: string): UsageError {
  return new UsageError({
    code: 'wrong-phase',
    message: `TLM "${context.tlm}" of phase ${context.phase} uses ${what} at ${callerLine()}, which belongs to ${phase}.`,
  })
}

function badSplit(why: string): UsageError {
  return new UsageError({ code: 'split-invalid', message: `Split at ${callerLine()}: ${why}.` })
}
