import { expect, test } from 'vitest'
import { isRatio } from '../amounts/Ratio.js'
import { ByteWriter } from '../bytes/ByteWriter.js'
import { compareByteArrays } from '../bytes/compareByteArrays.js'
import { compareInOrder } from '../bytes/compareInOrder.js'
import type { Cell, Column, Row } from '../claims/columns.js'
import type { ClaimKind } from '../claims/defineClaimKind.js'
import { encodeRow } from '../claims/encodeRow.js'
import { compareKeys, keyOf } from '../claims/keyOf.js'
import { parseRow } from '../claims/parseRow.js'
import { Hasher } from '../hashing/Sha256.js'
import { compileNetwork } from '../network/compileNetwork.js'
import { columnsOf } from './compileColumns.js'
import { fuzzCell } from './fuzz/fuzzKind.fixture.js'
import { fuzzNetwork } from './fuzz/fuzzNetwork.fixture.js'
import { GuardedMachine } from './fuzz/GuardedMachine.fixture.js'
import { plainRows } from './fuzz/plainRows.fixture.js'
import { fuzzFactor, KernelDraw } from './kernelDraw.fixture.js'

const fuzz = fuzzFactor(process.env['TLMKIT_FUZZ'])
const seed = Number(process.env['TLMKIT_SEED'] ?? Date.now() % 2 ** 31)

const ROWS_MAX = 12
const ITEMS_MAX = 30
const MUTATIONS = 60
const SIZE = { below: 60, edges: 4 }

test(`row bytes are read exactly, or refused (TLMKIT_SEED=${seed})`, () => {
  const tally = { schemas: 0, valid: 0, mutated: 0, refused: 0, full: 0, rows: 0 }
  for (let index = 0; tally.mutated < 1200 * fuzz; index++) {
    const draw = new KernelDraw(seed + index)
    for (const watched of machinesOf(draw)) {
      tally.schemas += 1
      for (let good = 0; good < 6; good++) {
        const bytes = rowBytes(draw, watched.kind)
        const read = readOne(watched, bytes, seed + index)
        watched.guarded.allow()
        tally.valid += 1
        tally.rows += read.rows
      }
      for (let bad = 0; bad < MUTATIONS; bad++) {
        const bytes = mutated(draw, rowBytes(draw, watched.kind))
        const read = readOne(watched, bytes, seed + index)
        expect(watched.guarded.strayWrites(), `seed ${seed + index}`).toEqual([])
        tally.mutated += 1
        tally.rows += read.rows
        if (read.fault !== 0) tally.refused += 1
        if (read.full) tally.full += 1
      }
    }
  }
  console.info(tally)
  expect(tally.refused).toBeGreaterThan(tally.mutated / 3)
  expect(tally.rows).toBeGreaterThan(tally.mutated)
})

interface Watched {
  readonly kind: ClaimKind
  readonly guarded: GuardedMachine
}

/** A watched machine for each pipeline of a random network. */
function machinesOf(draw: KernelDraw): readonly Watched[] {
  const { network } = fuzzNetwork(draw, () => false)
  const { pipelines } = compileNetwork(network, {}, new Hasher())
  return [...pipelines.values()].flatMap((routes) => {
    const compiled = routes.get('default')
    const plan = compiled === undefined ? undefined : columnsOf(compiled)
    if (compiled === undefined || plan === undefined || plan.inputs.size === 0) return []
    const { kind } = compiled.pipeline
    return [{ kind, guarded: new GuardedMachine(plan, ROWS_MAX, ITEMS_MAX) }]
  })
}

/** Canonical bytes of some random rows, in order. */
function rowBytes(draw: KernelDraw, kind: ClaimKind): Uint8Array {
  const compare = compareKeys(kind.all, kind.key)
  const inOrder = compareInOrder<{ readonly key: readonly string[]; readonly bytes: Uint8Array }>(
    (a, b) => compare(a.key, b.key),
    (a, b) => compareByteArrays(a.bytes, b.bytes),
  )
  const rows = Array.from({ length: 1 + draw.roll(5) }, () => {
    const cells = Object.entries(kind.all).map(([name, column]) => [
      name,
      fuzzCell(draw, column, SIZE),
    ])
    return parseRow(kind.all, Object.fromEntries(cells), 'row')
  })
  const encoded = rows.map((row) => {
    const writer = new ByteWriter()
    encodeRow(writer, kind.all, row)
    return { key: keyOf(kind.key, row), bytes: writer.toBytes() }
  })
  encoded.sort((a, b) => inOrder(a, b))
  const writer = new ByteWriter()
  for (const { bytes } of encoded) writer.raw(bytes)
  return writer.toBytes()
}

/** Bytes that something happened to. */
function mutated(draw: KernelDraw, bytes: Uint8Array): Uint8Array {
  const copy = [...bytes]
  for (let times = 1 + draw.roll(3); times > 0; times--) {
    const at = draw.roll(Math.max(1, copy.length))
    switch (draw.roll(8)) {
      case 0:
        copy[at] = (copy[at] ?? 0) ^ (1 << draw.roll(8))
        break
      case 1:
        copy[at] = draw.pick([0, 1, 0x2f, 0x7f, 0x80, 0xff])
        break
      case 2:
        copy.length = at
        break
      case 3:
        copy.splice(at, draw.roll(20))
        break
      case 4:
        copy.splice(at, 0, ...Array.from({ length: draw.roll(20) }, () => draw.roll(256)))
        break
      case 5:
        // A length, perhaps: almost none, and as many as there can be.
        copy.splice(
          at & ~3,
          4,
          ...draw.pick([WORD_MAX, [0x7f, 255, 255, 255], [0, 0, 0, 9], [0, 0, 0, 0]]),
        )
        break
      case 6:
        copy.push(...copy.slice(at, at + 60))
        break
      default:
        if (draw.once(6)) return Uint8Array.from(copy, () => draw.roll(256))
        copy.splice(at, 4, 0, 0, 0, draw.roll(40))
    }
  }
  return Uint8Array.from(copy)
}

const WORD_MAX = [255, 255, 255, 255]

/** Reads bytes, which must come to what a plain reader makes of them. */
function readOne(
  { kind, guarded }: Watched,
  bytes: Uint8Array,
  at: number,
): ReturnType<GuardedMachine['read']> {
  const read = guarded.read(bytes, ROWS_MAX)
  const expected = plainRows(kind, bytes, ROWS_MAX)
  const where = `seed ${at}, kind ${kind.name}, ${Buffer.from(bytes).toString('hex')}`
  if (read.full) {
    expect(read.rows, where).toBeLessThanOrEqual(expected.rows.length)
  } else {
    expect(read.rows, where).toBe(expected.rows.length)
    const stopped = !expected.isWhole && expected.rows.length < ROWS_MAX
    expect(read.fault !== 0, where).toBe(stopped)
  }
  checkColumns(guarded, expected.rows.slice(0, read.rows), where)
  return read
}

function checkColumns(guarded: GuardedMachine, rows: readonly Row[], where: string): void {
  const { claim, inputs, itemInputs } = guarded.plan
  for (const [name, column] of inputs) {
    const type = claim[name]
    if (type === undefined) continue
    rows.forEach((row, index) => {
      expect(held(guarded, { column, index, type }), `${name} of ${where}`).toEqual(
        plain(row[name]),
      )
    })
  }
  for (const [list, fields] of itemInputs) {
    const of = claim[list]
    const items = rows.flatMap((row) => row[list] as readonly Row[])
    if (of?.type !== 'list') continue
    for (const [name, column] of fields) {
      const type = of.of[name]
      if (type === undefined) continue
      items.forEach((item, index) => {
        expect(held(guarded, { column, index, type }), `${list}.${name}`).toEqual(plain(item[name]))
      })
    }
  }
}

interface Place {
  readonly column: number
  readonly index: number
  readonly type: Column
}

/** What a column holds, as the edge has it. */
function held(guarded: GuardedMachine, { column, index, type }: Place): unknown {
  const { machine } = guarded
  const isWide = type.type === 'amount' || type.type === 'units'
  const value = guarded.value(column, index, isWide)
  if (typeof value === 'bigint') return value
  if (type.type === 'flag') return value === 1
  if (type.type === 'account') return machine.accounts[value]
  return type.type === 'ratio' || type.type === 'rate'
    ? plain(machine.ratioOf(value))
    : machine.textOf(value)
}

function plain(cell: Cell | undefined): unknown {
  return isRatio(cell) ? `${cell.num}/${cell.den}` : cell
}
