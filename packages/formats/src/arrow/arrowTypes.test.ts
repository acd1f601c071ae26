import { isTlmkitError, type Columns, amount, flag, id, list, ratio, units } from '@tlmkit/core'
import {
  Bool,
  Decimal,
  Dictionary,
  Field,
  FixedSizeBinary,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  LargeUtf8,
  List,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampSecond,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  Utf8,
  makeData,
  vectorFromArray,
  type Data,
  type DataType,
} from 'apache-arrow'
import { expect, test } from 'vitest'
import { blocksOf, bytesOf, chunksOf } from '../claims.fixture.js'
import { readArrow } from './readArrow.js'

const where = 'claims.arrow'

/** A stream of one batch. */
function streamOf(columns: Readonly<Record<string, Data>>): Uint8Array {
  const fields = Object.entries(columns).map(([name, { type }]) => new Field(name, type))
  const children = Object.values(columns)
  const type = new Struct(fields)
  const data = makeData({ type, length: children[0]?.length ?? 0, nullCount: 0, children })
  const writer = new RecordBatchStreamWriter()
  writer.write(new RecordBatch(new Schema(fields), data))
  return writer.finish().toUint8Array(true)
}

function columnOf(values: readonly unknown[], type: DataType): Data {
  const [data] = vectorFromArray(values, type).data
  if (data === undefined) throw new Error('no values')
  return data
}

async function expectRows(
  columns: Columns,
  file: Uint8Array,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const read = await bytesOf(readArrow({ columns }, chunksOf(file), { where }))
  expect(read).toEqual(await bytesOf(blocksOf(columns, rows)))
}

async function faultOf(columns: Columns, file: Uint8Array): Promise<string> {
  try {
    await bytesOf(readArrow({ columns }, chunksOf(file), { where }))
  } catch (error) {
    if (isTlmkitError(error)) return `${error.code}: ${error.message}`
    throw error
  }
  return 'read'
}

const decimals = (words: readonly number[], bits: 128 | 256, scale = 0): Data =>
  makeData({
    type: new Decimal(scale, bits === 128 ? 38 : 76, bits),
    length: words.length / (bits / 32),
    nullCount: 0,
    data: Uint32Array.from(words),
  })

const ones = 0xffff_ffff

test.for([
  ['Utf8', columnOf(['0', '7', '340282366920938463463374607431768211455'], new Utf8())],
  ['LargeUtf8', columnOf(['0', '7', '340282366920938463463374607431768211455'], new LargeUtf8())],
  [
    'dictionary',
    columnOf(
      ['0', '7', '340282366920938463463374607431768211455'],
      new Dictionary(new Utf8(), new Int8()),
    ),
  ],
  [
    'Decimal256',
    decimals(
      [
        ...Array<number>(8).fill(0),
        7,
        ...Array<number>(7).fill(0),
        ones,
        ones,
        ones,
        ones,
        0,
        0,
        0,
        0,
      ],
      256,
    ),
  ],
  [
    'FixedSizeBinary',
    makeData({
      type: new FixedSizeBinary(16),
      length: 3,
      nullCount: 0,
      data: Uint8Array.from({ length: 48 }, (_, i) => (i < 31 ? 0 : i === 31 ? 7 : 255)),
    }),
  ],
] as const)('whole numbers of any size as %s', async ([, stake]) => {
  const digits = ['0', '7', '340282366920938463463374607431768211455']
  await expectRows(
    { stake: amount() },
    streamOf({ stake }),
    digits.map((text) => ({ stake: text })),
  )
})

test.for([
  [new Int8(), [0, 127]],
  [new Int16(), [0, 32767]],
  [new Int32(), [0, 2147483647]],
  [new Int64(), [0n, 9223372036854775807n]],
  [new Uint8(), [0, 255]],
  [new Uint16(), [0, 65535]],
  [new Uint32(), [0, 4294967295]],
  [new Uint64(), [0n, 18446744073709551615n]],
] as const)('integers as %s', async ([type, values]) => {
  const file = streamOf({ relays: columnOf(values, type) })
  await expectRows(
    { relays: units() },
    file,
    values.map((value) => ({ relays: BigInt(value) })),
  )
})

test('Decimal128 holds 38 digits', async () => {
  const largest = 10n ** 38n - 1n
  const words = [0n, 32n, 64n, 96n].map((shift) => Number((largest >> shift) & 0xffff_ffffn))
  const file = streamOf({ stake: decimals(words, 128) })
  await expectRows({ stake: amount() }, file, [{ stake: largest }])
})

test('lists, flags and texts beyond ASCII', async () => {
  const columns = { to: id('a'), paid: flag(), parts: list({ to: id('a'), part: units() }) }
  const item = new Struct([new Field('part', new Int32()), new Field('to', new Utf8())])
  const parts = vectorFromArray(
    [
      [{ part: 1, to: 'é' }],
      [],
      [
        { part: 2, to: 'b' },
        { part: 3, to: 'c' },
      ],
    ],
    new List(new Field('item', item)),
  ).data[0] as Data
  const file = streamOf({
    parts,
    paid: columnOf([true, false, true], new Bool()),
    to: columnOf(['\u{1f600}', '日本', 'x'], new Utf8()),
  })
  await expectRows(columns, file, [
    { to: '\u{1f600}', paid: true, parts: [{ to: 'é', part: 1 }] },
    { to: '日本', paid: false, parts: [] },
    {
      to: 'x',
      paid: true,
      parts: [
        { to: 'b', part: 2 },
        { to: 'c', part: 3 },
      ],
    },
  ])
})

const stakes = columnOf(['1', '2'], new Utf8())
const listed = (values: readonly unknown[], nullable: DataType): Data =>
  vectorFromArray(values, new List(new Field('item', nullable))).data[0] as Data
const partItem = new Struct([new Field('part', new Int32())])

test.for<[string, Columns, Readonly<Record<string, Data>>, string]>([
  [
    'a float',
    { stake: amount() },
    { stake: columnOf([1, 2], new Float64()) },
    'column-type-invalid: claims.arrow, column stake: Float is not read as amount: write text (Utf8, STRING) of decimal digits, an integer, a decimal without fraction, or 16 bytes big-endian.',
  ],
  [
    'a time',
    { relays: units() },
    { relays: columnOf([1000, 2000], new TimestampSecond()) },
    'column-type-invalid: claims.arrow, column relays: Timestamp is not read as units',
  ],
  [
    'a decimal with a fraction',
    { stake: amount() },
    { stake: decimals([1, 0, 0, 0], 128, 2) },
    'column-type-invalid: claims.arrow, column stake: Decimal128 with 2 decimal places is',
  ],
  [
    'a number as id',
    { to: id('a') },
    { to: columnOf([1], new Int32()) },
    'column-type-invalid: claims.arrow, column to: Int32 is not read as id: write text',
  ],
  [
    'a list of numbers',
    { parts: list({ part: units() }) },
    { parts: listed([[1]], new Int32()) },
    'column-type-invalid: claims.arrow, column parts: List of Int32 is not read as list: write a list of structs.',
  ],
  [
    'a missing column',
    { stake: amount(), to: id('a') },
    { stake: stakes },
    'column-missing: claims.arrow: column "to" (id) is missing.',
  ],
  [
    'an unknown column',
    { stake: amount() },
    { stake: stakes, stakes },
    'column-unknown: claims.arrow: there is no column "stakes". Did you mean "stake"?',
  ],
  [
    'a missing field of a list',
    { parts: list({ part: units(), to: id('a') }) },
    { parts: listed([[{ part: 1 }]], partItem) },
    'column-missing: claims.arrow, column parts: column "to" (id) is missing.',
  ],
  [
    'a null',
    { stake: amount() },
    { stake: columnOf(['1', '2', null], new Utf8()) },
    'not-a-number: claims.arrow row 3, column stake: null is not a whole number',
  ],
  [
    'a null flag',
    { paid: flag() },
    { paid: columnOf([true, null], new Bool()) },
    'flag-invalid: claims.arrow row 2, column paid: write true or false.',
  ],
  [
    'a null list',
    { parts: list({ part: units() }) },
    { parts: listed([[{ part: 1 }], null], partItem) },
    'list-invalid: claims.arrow row 2, column parts: write a list.',
  ],
  [
    'a null in a list',
    { parts: list({ part: units() }) },
    { parts: listed([[], [{ part: 1 }, { part: null }]], partItem) },
    'not-a-number: claims.arrow row 2, column parts[1], column part: null is not',
  ],
  [
    'a null item',
    { parts: list({ part: units() }) },
    { parts: listed([[{ part: 1 }, null]], partItem) },
    'row-not-object: claims.arrow row 1, column parts[1]: expected an object',
  ],
  [
    'too long a list',
    { parts: list({ part: units() }, 1) },
    { parts: listed([[], [{ part: 1 }, { part: 2 }]], partItem) },
    'list-too-long: claims.arrow row 2, column parts: a list has at most 1 items.',
  ],
  [
    'a negative number',
    { relays: units() },
    { relays: columnOf([1, -1], new Int32()) },
    'number-negative: claims.arrow row 2, column relays: -1 is not',
  ],
  [
    'leading zeros',
    { relays: units() },
    { relays: columnOf(['1', '01'], new Utf8()) },
    'number-not-plain: claims.arrow row 2, column relays: 01 is not',
  ],
  [
    'too large a decimal',
    { stake: amount() },
    { stake: decimals([0, 0, 0, 0, 1, 0, 0, 0], 256) },
    'amount-out-of-range: claims.arrow row 1, column stake: 340282366920938463463374607431768211456',
  ],
  [
    'a ratio that is none',
    { price: ratio() },
    { price: columnOf(['1/2', '1/0'], new Utf8()) },
    'ratio-invalid: claims.arrow row 2, column price: 1/0 is not an exact ratio',
  ],
  [
    'an id with a slash',
    { to: id('a') },
    { to: columnOf(['a', 'a/b'], new Dictionary(new Utf8(), new Int32())) },
    'id-slash: claims.arrow row 2, column to: an id has no slash.',
  ],
])('refuses %s', async ([, columns, data, message]) => {
  expect(await faultOf(columns, streamOf(data))).toContain(message)
})

test('a text that is not UTF-8', async () => {
  const text = makeData({
    type: new Utf8(),
    length: 1,
    nullCount: 0,
    valueOffsets: Int32Array.of(0, 2),
    data: Uint8Array.of(0xc3, 0x28),
  })
  expect(await faultOf({ to: id('a') }, streamOf({ to: text }))).toBe(
    'text-not-utf8: claims.arrow row 1, column to: the text is not UTF-8: write it as UTF-8.',
  )
})

const whole = streamOf({ stake: stakes })

test.for([
  ['nothing', new Uint8Array(0), 'arrow-truncated'],
  ['a stream cut in its prefix', whole.subarray(0, 6), 'arrow-truncated'],
  ['a stream without its end', whole.subarray(0, whole.length - 8), 'arrow-truncated'],
  ['a stream with more behind it', Buffer.concat([whole, whole]), 'arrow-invalid'],
  ['a text', new TextEncoder().encode('{"stake":"1"}\n'), 'arrow-invalid'],
] as const)('%s', async ([, file, code]) => {
  expect(await faultOf({ stake: amount() }, file)).toMatch(new RegExp(`^${code}: claims.arrow`))
})
