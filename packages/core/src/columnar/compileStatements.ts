import type {
  EachStatement,
  EmitStatement,
  Instruction,
  PerClaimStatement,
  SplitAmongStatement,
  Statement,
  TakeStatement,
  TransferStatement,
} from '../rules/Plan.js'
import { compareBytes } from '../bytes/compareBytes.js'
import { compileNode, fieldColumn } from './compileNodes.js'
import type { ColumnInstruction, EventField } from './ColumnPlan.js'
import { DUST_ACCOUNT, DUST_FIRST, DUST_LARGEST, DUST_LAST, SPLIT_AMONG } from './layout.js'
import { type Place, type PlanBuilder, unsupported } from './PlanBuilder.js'
import {
  AMONG,
  BALANCE,
  BUCKET,
  EACH,
  EMIT,
  END,
  FIELD_ACCOUNT,
  FIELD_RATIO,
  FIELD_TEXT,
  FIELD_TRUTH,
  FIELD_WIDE,
  PATH,
  PER_CLAIM,
  TAKE,
  TALLY,
  TRANSFER,
} from './rowLayout.js'

/** What a statement became, besides the nodes it needed: in order, with loops as they stand. */
export interface Compiler {
  readonly builder: PlanBuilder
  /** Masks of the list loops that have run, by scope. */
  readonly masks: Map<number, number | undefined>
  /** Statements one by one, those of list loops too. */
  readonly flat: ColumnInstruction[]
  /** Most postings of a row. */
  postings: { fixed: number; perItem: number }
  effectSerial: number | undefined
}

export const OUTSIDE: Place = { list: undefined, expanded: new Map() }

/** Compiles what a stage does in one place; gives its statements in order. */
export function compileBody(
  compiler: Compiler,
  body: readonly Instruction[],
  place: Place,
): readonly ColumnInstruction[] {
  const statements: ColumnInstruction[] = []
  for (const instruction of body) {
    if (typeof instruction === 'number') {
      compileNode(compiler.builder, instruction, { place, masks: compiler.masks })
      continue
    }
    const statement = compileStatement(compiler, instruction, place)
    if (statement === undefined) continue
    statements.push(statement)
    if (place.list === undefined && statement.op !== EACH) compiler.flat.push(statement)
  }
  return statements
}

function compileStatement(
  compiler: Compiler,
  statement: Statement,
  place: Place,
): ColumnInstruction | undefined {
  const { builder } = compiler
  if (statement.op === 'each') return compileEach(compiler, statement)
  const mask = builder.mask(statement.mask, place)
  const stage = builder.stageName(statement.stage)
  const serial = builder.nextSerial()
  const base = { serial, mask, list: place.list, stage }
  switch (statement.op) {
    case 'reject':
    case 'finish': {
      const head =
        statement.op === 'reject'
          ? ({ status: 'discarded', tlm: stage, code: statement.code } as const)
          : ({ status: 'finished', tlm: stage, code: statement.outcome } as const)
      return { ...base, op: END, a: builder.of(statement.condition, place), x: { head } }
    }
    case 'transfer':
      return compileTransfer(compiler, statement, { ...base, place })
    case 'splitAmong':
      return compileAmong(compiler, statement, { ...base, place })
    case 'take':
      return compileTake(compiler, statement, { ...base, place })
    case 'balance': {
      const out = builder.of(statement.result, place)
      const denomination = denominationOf(builder, statement.result)
      effect(compiler, serial)
      return {
        ...base,
        op: BALANCE,
        a: builder.of(statement.account, place),
        out,
        y: { denomination },
      }
    }
    case 'tally':
      return {
        ...base,
        op: TALLY,
        a: builder.of(statement.units, place),
        b: builder.of(statement.on, place),
        x: { name: stage },
      }
    case 'emit':
      return compileEmit(compiler, statement, { ...base, place })
    case 'perClaim':
      return compilePerClaim(compiler, statement, base)
  }
}

interface Base {
  readonly serial: number
  readonly mask: number | undefined
  readonly list: string | undefined
  readonly stage: string
  readonly place: Place
}

/** What every instruction of a statement has. */
function withoutPlace({ serial, mask, list, stage }: Base): Omit<Base, 'place'> {
  return { serial, mask, list, stage }
}

/** The first statement that can fail by what it does, and how many postings there can be. */
function effect(compiler: Compiler, serial: number, inLoop = false, postings = 0): void {
  compiler.effectSerial ??= serial
  if (inLoop) compiler.postings.perItem += postings
  else compiler.postings.fixed += postings
}

function denominationOf(builder: PlanBuilder, node: number): string {
  return builder.node(node).denomination ?? unsupported('an amount without denomination')
}

function compileTransfer(
  compiler: Compiler,
  statement: TransferStatement,
  base: Base,
): ColumnInstruction {
  const { builder } = compiler
  const { place, serial, stage } = base
  const denomination = denominationOf(builder, statement.amount)
  effect(compiler, serial, place.list !== undefined, 1)
  const fair = statement.splitPart?.fair
  return {
    ...withoutPlace(base),
    op: TRANSFER,
    a: builder.of(statement.amount, place),
    b: builder.of(statement.from, place),
    c: builder.of(statement.to, place),
    x: { template: { denomination, reason: statement.reason, tlm: stage } },
    y: { denomination },
    ...(fair === undefined
      ? {}
      : {
          dust: {
            tlm: stage,
            denomination,
            column: builder.of(fair.whole, place),
            share: fair.share,
          },
        }),
  }
}

const DUST = { first: DUST_FIRST, last: DUST_LAST, largestRemainder: DUST_LARGEST } as const

function compileAmong(
  compiler: Compiler,
  statement: SplitAmongStatement,
  base: Base,
): ColumnInstruction {
  const { builder } = compiler
  const { place, serial, stage } = base
  if (place.list !== undefined) return unsupported('splitAmong inside a list loop')
  const denomination = denominationOf(builder, statement.amount)
  const list = builder.listOf(statement.list)
  const column = builder.claim[list]
  const type = column?.type === 'list' ? column.of[statement.to]?.type : undefined
  const { amount, to, weight, bucket, dust, from } = statement
  const a = builder.of(amount, place)
  const parts = builder.column('wide', list)
  const left = builder.column('wide', undefined)
  const some = builder.column('word', undefined)
  const named = fieldColumn(builder, list, to, 'word')
  const weights = fieldColumn(builder, list, weight, 'wide')
  const takers = takersOf(builder, { list, named, bucket })
  const rule = typeof dust === 'number' ? DUST_ACCOUNT : DUST[dust]
  const goesByPath = type === 'account' && rule === DUST_LARGEST
  builder.add({
    op: SPLIT_AMONG,
    serial,
    out: parts,
    a,
    b: weights,
    c: some,
    list,
    x: rule,
    y: { column: left },
    z: { column: goesByPath ? pathsOf(builder, list, named) : named },
  })
  if (builder.isStateful(a)) for (const each of [left, some]) builder.stateful.add(each)
  effect(compiler, serial, true, 1)
  compiler.postings.fixed += 1
  return {
    ...withoutPlace(base),
    op: AMONG,
    a,
    b: builder.of(from, place),
    c: takers,
    out: parts,
    list,
    x: { template: { denomination, reason: statement.reason, tlm: stage } },
    y: { denomination },
    z: { column: left },
    u: typeof dust === 'number' ? { column: builder.of(dust, place) } : 0,
    v: { column: some },
    w: { head: { status: 'discarded', tlm: stage, code: 'weights-sum-zero' } },
    taker: to,
    dust: { tlm: stage, denomination, column: weights },
  }
}

/** Largest remainders go by the bytes of ids: of accounts, by those of their paths. */
function pathsOf(builder: PlanBuilder, list: string, a: number): number {
  const out = builder.column('word', list)
  return builder.once({ op: PATH, serial: builder.serial, out, a, list })
}

function takersOf(
  builder: PlanBuilder,
  options: {
    readonly list: string
    readonly named: number
    readonly bucket: SplitAmongStatement['bucket']
  },
): number {
  const { list, named, bucket } = options
  if (bucket === undefined) return named
  const out = builder.column('word', list)
  const x = { bucket: [bucket.kind, bucket.bucket] } as const
  builder.add({ op: BUCKET, serial: builder.serial, out, a: named, list, x })
  return out
}

function compileTake(compiler: Compiler, statement: TakeStatement, base: Base): ColumnInstruction {
  const { builder } = compiler
  const { place, serial, stage } = base
  const denomination = denominationOf(builder, statement.upTo)
  const out = builder.of(statement.taken, place)
  const short = builder.of(statement.short, place)
  const pairs = statement.from.map((source) => {
    const given = builder.column('wide', place.list)
    builder.stateful.add(given)
    return [builder.of(source, place), given] as const
  })
  effect(compiler, serial, place.list !== undefined, pairs.length)
  return {
    ...withoutPlace(base),
    op: TAKE,
    a: builder.of(statement.upTo, place),
    c: builder.of(statement.to, place),
    out,
    x: { template: { denomination, reason: statement.reason, tlm: stage } },
    y: { denomination },
    z: { pairs },
    u: pairs.length,
    v: { column: short },
  }
}

const FIELDS = {
  amount: FIELD_WIDE,
  units: FIELD_WIDE,
  flag: FIELD_TRUTH,
  oneOf: FIELD_TEXT,
  id: FIELD_TEXT,
  account: FIELD_ACCOUNT,
  ratio: FIELD_RATIO,
} as const

function compileEmit(
  { builder }: Compiler,
  statement: EmitStatement,
  base: Base,
): ColumnInstruction {
  const fields = Object.entries(statement.fields).map(([name, node]): EventField => {
    const { type } = builder.node(node)
    if (type === 'list') return unsupported('a list in an event')
    return { name, column: builder.of(node, base.place), type: FIELDS[type] }
  })
  return {
    ...withoutPlace(base),
    op: EMIT,
    x: { fields },
    u: fields.length,
    v: { fields: fields.toSorted((a, b) => compareBytes(a.name, b.name)) },
    y: { name: base.stage },
    z: { name: statement.event },
  }
}

/** Reads in declared order: the first poisoned one ends the row. */
function compilePerClaim(
  { builder }: Compiler,
  statement: PerClaimStatement,
  base: Omit<Base, 'place'>,
): ColumnInstruction {
  const reads = Object.entries(statement.reads).map(([name, node]): EventField => {
    const { type } = builder.node(node)
    if (type === 'list') return unsupported('a list read by perClaim')
    return { name, column: builder.of(node, OUTSIDE), type: FIELDS[type] }
  })
  const writes = Object.entries(statement.writes).map(([name, node]): EventField => {
    const column = builder.of(node, OUTSIDE)
    // It is known once the function has run, not before.
    builder.setColumn(node, column)
    return { name, column, type: FIELD_WIDE }
  })
  return { ...base, op: PER_CLAIM, x: { fields: reads }, u: reads.length, y: { fields: writes } }
}

function compileEach(compiler: Compiler, statement: EachStatement): ColumnInstruction {
  const { builder, masks } = compiler
  const list = builder.listOf(statement.list)
  const outer = builder.mask(statement.mask, OUTSIDE)
  const serial = builder.nextSerial()
  const place: Place = { list, expanded: new Map() }
  const { late } = builder
  builder.late = []
  const { effectSerial } = compiler
  const inner = compileBody(compiler, statement.body, place)
  // An item may have moved something before a statement of the body ends the row at a later one.
  if (effectSerial === undefined && compiler.effectSerial !== undefined) {
    compiler.effectSerial = serial
  }
  for (const one of inner) compiler.flat.push(flatten(builder, one, { outer, place }))
  const lateNodes = builder.late
  builder.late = late
  masks.set(statement.scope, outer)
  const stage = builder.stageName(statement.stage)
  const body = inOrder(lateNodes, inner)
  const v = builder.serial
  return { op: EACH, serial, mask: outer, list, stage, x: body.length, v, body }
}

/** A statement of a list loop as it stands alone: its mask holds that of the loop too. */
function flatten(
  builder: PlanBuilder,
  statement: ColumnInstruction,
  { outer, place }: { readonly outer: number | undefined; readonly place: Place },
): ColumnInstruction {
  if (outer === undefined) return statement
  const all = builder.toItems(outer, place)
  const { mask } = statement
  return { ...statement, mask: mask === undefined ? all : builder.both(all, mask, place) }
}

/** Nodes and statements in the order in which the reference engine takes them. */
export function inOrder(
  nodes: readonly ColumnInstruction[],
  statements: readonly ColumnInstruction[],
): readonly ColumnInstruction[] {
  return [...nodes, ...statements].sort((a, b) => placeOf(a) - placeOf(b))
}

/** A loop comes after the nodes of its body, which run column by column. */
function placeOf({ op, serial, v }: ColumnInstruction): number {
  return op === EACH && typeof v === 'number' ? v : serial
}
