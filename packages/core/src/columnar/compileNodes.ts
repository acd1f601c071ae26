import type { Operation, PlanNode } from '../rules/Plan.js'
import {
  ABOVE,
  AND,
  AT_LEAST,
  BELOW,
  EQUAL,
  IS_WORD,
  IS_ZERO,
  LIST_COUNT,
  LIST_DUPLICATES,
  LIST_SUM,
  MAX,
  MIN,
  MINUS_REJECT,
  MINUS_ZERO,
  MUL_DIV_CEIL,
  MUL_DIV_FLOOR,
  MULTIPLY,
  NOT,
  OR,
  OVER_CEIL,
  OVER_FLOOR,
  PLUS,
  SAME_WORD,
  SELECT_WIDE,
  SELECT_WORD,
  TIMES_RATIO_CEIL,
  TIMES_RATIO_FLOOR,
} from './layout.js'
import { type Place, type PlanBuilder, storageOf, unsupported } from './PlanBuilder.js'
import {
  BUCKET,
  GROUP_COUNT,
  GROUP_PRESENTED,
  GROUP_SAME,
  GROUP_SUM,
  TWIN,
  TWIN_SLOT_SIZE,
  TWIN_SLOTS,
} from './rowLayout.js'

/** Masks of the list loops that have run, by scope: what their sums and counts leave out. */
export type LoopMasks = ReadonlyMap<number, number | undefined>

/** Compiles a pure node into an instruction, or into nothing where another column stands for it. */
export function compileNode(
  builder: PlanBuilder,
  index: number,
  { place, masks }: { readonly place: Place; readonly masks: LoopMasks },
): void {
  builder.nextSerial()
  if (builder.isLiteral(index)) return
  const node = builder.node(index)
  const { operation, operands, type } = node
  switch (operation.op) {
    case 'column':
      if (type !== 'list') builder.setColumn(index, inputColumn(builder, operation.column, node))
      return
    case 'item':
      builder.setColumn(index, itemColumn(builder, operation.field, node))
      return
    case 'alias':
      if (type === 'list') return
      builder.setColumn(index, builder.of(operands[0] ?? -1, place))
      return
    case 'taken':
    case 'short':
    case 'balance':
    case 'perClaim': {
      const column = builder.column(storageOf(type), place.list)
      if (operation.op !== 'perClaim') builder.stateful.add(column)
      builder.setColumn(index, column)
      return
    }
    case 'listCount':
    case 'listSum':
      overItems(builder, index, masks)
      return
    case 'listDuplicates':
      listDuplicates(builder, index, operation.field)
      return
    case 'groupPresented':
    case 'groupCount':
    case 'groupSum':
    case 'groupSame':
      group(builder, index, place)
      return
    default:
      pure(builder, index, place)
  }
}

/** The column of a claim's column. */
export function inputColumn(builder: PlanBuilder, name: string, node: PlanNode): number {
  const known = builder.inputs.get(name)
  if (known !== undefined) return known
  const column = builder.column(storageOf(node.type), undefined)
  builder.inputs.set(name, column)
  return column
}

function itemColumn(builder: PlanBuilder, field: string, node: PlanNode): number {
  return fieldColumn(builder, builder.listOf(node.operands[0] ?? -1), field, storageOf(node.type))
}

/** The column of a field of a list's items. */
export function fieldColumn(
  builder: PlanBuilder,
  list: string,
  field: string,
  storage: 'wide' | 'word',
): number {
  let fields = builder.itemInputs.get(list)
  if (fields === undefined) {
    fields = new Map()
    builder.itemInputs.set(list, fields)
  }
  builder.lists.add(list)
  const known = fields.get(field)
  if (known !== undefined) return known
  const column = builder.column(storage, list)
  fields.set(field, column)
  return column
}

function overItems(builder: PlanBuilder, index: number, masks: LoopMasks): void {
  const { operation, operands } = builder.node(index)
  const out = builder.column('wide', undefined)
  const serial = builder.serial
  if (operation.op === 'listSum') {
    builder.setColumn(index, out)
    const [item = -1, listNode = -1] = operands
    const list = builder.listOf(listNode)
    const a = itemsOf(builder, item, list)
    const b = masks.get(builder.node(item).scope)
    builder.add({ op: LIST_SUM, serial, out, a, b, node: index, list })
    return
  }
  const [listNode = -1, kept] = operands
  const list = builder.listOf(listNode)
  if (kept === undefined) {
    const once = builder.once({ op: LIST_COUNT, serial, out, node: index, list })
    builder.setColumn(index, once)
    return
  }
  builder.setColumn(index, out)
  const mask = masks.get(builder.node(kept).scope)
  const place: Place = { list, expanded: new Map() }
  const truth = itemsOf(builder, kept, list)
  const b = mask === undefined ? truth : builder.both(builder.toItems(mask, place), truth, place)
  builder.add({ op: LIST_COUNT, serial, out, b, node: index, list })
}

/** A column of items; literals too have a value per item then. */
function itemsOf(builder: PlanBuilder, node: number, list: string): number {
  return builder.of(node, { list, expanded: new Map() })
}

function listDuplicates(builder: PlanBuilder, index: number, field: string): void {
  const { operands } = builder.node(index)
  const list = builder.listOf(operands[0] ?? -1)
  const out = builder.column('word', undefined)
  const column = builder.claim[list]
  const type = column?.type === 'list' ? column.of[field]?.type : undefined
  if (type === undefined || type === 'ratio') return unsupported('duplicates of ratios')
  const a = fieldColumn(
    builder,
    list,
    field,
    type === 'amount' || type === 'units' ? 'wide' : 'word',
  )
  const once = builder.once({
    op: LIST_DUPLICATES,
    serial: builder.serial,
    out,
    a,
    node: index,
    list,
  })
  builder.setColumn(index, once)
}

const GROUPS = {
  groupPresented: GROUP_PRESENTED,
  groupCount: GROUP_COUNT,
  groupSum: GROUP_SUM,
  groupSame: GROUP_SAME,
} as const

function group(builder: PlanBuilder, index: number, place: Place): void {
  const { operation, operands } = builder.node(index)
  if (!('keys' in operation)) return
  const [first, second] = operands
  const counted = operation.op === 'groupCount'
  const [value, where] = counted ? [undefined, first] : [first, second]
  const out = builder.column('wide', undefined)
  builder.setColumn(index, out)
  builder.add({
    op: GROUPS[operation.op],
    serial: builder.serial,
    out,
    a: value === undefined ? undefined : builder.of(value, place),
    b: where === undefined ? undefined : builder.of(where, place),
    node: index,
    x: operation.keys.length,
  })
}

const PLAIN: Partial<Record<Operation['op'], number>> = {
  plus: PLUS,
  multiply: MULTIPLY,
  min: MIN,
  max: MAX,
  above: ABOVE,
  atLeast: AT_LEAST,
  below: BELOW,
  equal: EQUAL,
  isZero: IS_ZERO,
  and: AND,
  or: OR,
  not: NOT,
  sameId: SAME_WORD,
}

function pure(builder: PlanBuilder, index: number, place: Place): void {
  const { operation, operands, type } = builder.node(index)
  const storage = storageOf(type)
  const [a, b, c] = operands.map((operand) => builder.of(operand, place))
  const out = builder.column(storage, place.list)
  if (operation.op !== 'bucket') builder.setColumn(index, out)
  const base = { serial: builder.serial, out, a, b, c, node: index, list: place.list }
  if (operation.op === 'is') {
    builder.setColumn(index, builder.once({ ...base, op: IS_WORD, x: { text: operation.value } }))
    return
  }
  if (operation.op === 'bucket') {
    const x = { bucket: [operation.kind, operation.bucket] } as const
    builder.setColumn(index, builder.once({ ...base, op: BUCKET, x }))
    return
  }
  const op = opOf(builder, operation, { storage, operands })
  if (op === TWIN) {
    const words = [a, b].every((each) => each === undefined || builder.isWord(each))
    builder.add({ ...base, op, ...(words ? { x: { room: TWIN_SLOTS * TWIN_SLOT_SIZE } } : {}) })
    return
  }
  if (cannotFail(builder, op, b)) builder.setColumn(index, builder.once({ ...base, op }))
  else builder.add({ ...base, op })
}

/** Operations that no value makes fail: nobody asks which of two equal ones is to blame. */
const HARMLESS: ReadonlySet<number> = new Set([
  ...[MIN, MAX, MINUS_ZERO, ABOVE, AT_LEAST, BELOW, EQUAL, IS_ZERO, SAME_WORD],
  ...[AND, OR, NOT, SELECT_WIDE, SELECT_WORD],
])

function cannotFail(builder: PlanBuilder, op: number, b: number | undefined): boolean {
  if (HARMLESS.has(op)) return true
  if (op !== TIMES_RATIO_FLOOR && op !== TIMES_RATIO_CEIL) return false
  const ratio = builder.ratioIn(b)
  return ratio !== undefined && ratio.num <= ratio.den
}

function opOf(
  builder: PlanBuilder,
  operation: Operation,
  {
    storage,
    operands,
  }: { readonly storage: 'wide' | 'word'; readonly operands: readonly number[] },
): number {
  const floor = 'rounding' in operation && operation.rounding === 'floor'
  switch (operation.op) {
    case 'minus':
      return operation.short === 'zero' ? MINUS_ZERO : MINUS_REJECT
    case 'over':
      return floor ? OVER_FLOOR : OVER_CEIL
    case 'mulDiv':
      return floor ? MUL_DIV_FLOOR : MUL_DIV_CEIL
    case 'timesRatio':
    case 'convert':
      return floor ? TIMES_RATIO_FLOOR : TIMES_RATIO_CEIL
    case 'select':
      return storage === 'wide' ? SELECT_WIDE : SELECT_WORD
    case 'ratioOf':
    case 'ratioTimes':
    case 'ratioOver':
    case 'ratioInverse':
    case 'ratioPlusOne':
    case 'ratioComplement':
      return TWIN
    default: {
      const op = PLAIN[operation.op]
      if (op === undefined) return unsupported(operation.op)
      const types = operands.map((operand) => builder.node(operand).type)
      if (operation.op === 'sameId' && types[0] !== types[1]) return unsupported('ids of two sorts')
      return op
    }
  }
}
