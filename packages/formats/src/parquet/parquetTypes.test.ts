import { amount, flag, isTlmkitError, list, units, type Columns } from '@tlmkit/core'
import { ByteWriter, parquetWrite, type SchemaElement } from 'hyparquet-writer'
import { expect, test } from 'vitest'
import { blocksOf, bytesOf } from '../claims.fixture.js'
import { readParquet } from './readParquet.js'

const where = 'claims.parquet'

/** A file of one row group. */
function fileOf(
  elements: readonly SchemaElement[],
  data: Readonly<Record<string, unknown[]>>,
): ArrayBuffer {
  const writer = new ByteWriter()
  const columnData = Object.entries(data).map(([name, values]) => ({ name, data: values }))
  const root = { name: 'root', num_children: columnData.length }
  void parquetWrite({ writer, schema: [root, ...elements], columnData })
  return writer.getBuffer()
}

async function faultOf(columns: Columns, file: ArrayBuffer): Promise<string> {
  try {
    await bytesOf(readParquet({ columns }, file, { where }))
  } catch (error) {
    if (isTlmkitError(error)) return `${error.code}: ${error.message}`
    throw error
  }
  return 'read'
}

const stake = { name: 'stake', repetition_type: 'REQUIRED' } as const
const STRING = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const

test.for<[string, SchemaElement, unknown[], readonly (bigint | string)[]]>([
  ['text', { ...stake, ...STRING }, ['0', '12'], ['0', '12']],
  [
    'optional text',
    { name: 'stake', ...STRING, repetition_type: 'OPTIONAL' },
    ['0', '12'],
    ['0', '12'],
  ],
  ['INT32', { ...stake, type: 'INT32' }, [0, 2147483647], [0n, 2147483647n]],
  ['INT64', { ...stake, type: 'INT64' }, [0n, 2n ** 63n - 1n], [0n, 2n ** 63n - 1n]],
  [
    'UINT_64',
    { ...stake, type: 'INT64', converted_type: 'UINT_64' },
    [0n, 2n ** 64n - 1n],
    [0n, 2n ** 64n - 1n],
  ],
  [
    '16 bytes',
    { ...stake, type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 },
    [new Uint8Array(16).fill(255), new Uint8Array(16)],
    [2n ** 128n - 1n, 0n],
  ],
])('amounts as %s', async ([, element, values, amounts]) => {
  const rows = amounts.map((value) => ({ stake: value }))
  const columns = { stake: amount() }
  const read = await bytesOf(
    readParquet({ columns }, fileOf([element], { stake: values }), { where }),
  )
  expect(read).toEqual(await bytesOf(blocksOf(columns, rows)))
})

const parts: readonly SchemaElement[] = [
  { name: 'parts', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', repetition_type: 'OPTIONAL', num_children: 1 },
  { name: 'part', repetition_type: 'OPTIONAL', type: 'INT32' },
]
const listed = { parts: list({ part: units() }, 2) }
const text = { name: 'stake', ...STRING, repetition_type: 'OPTIONAL' } as const

test.for<[string, Columns, readonly SchemaElement[], Readonly<Record<string, unknown[]>>, string]>([
  [
    'a float',
    { stake: amount() },
    [{ ...stake, type: 'DOUBLE' }],
    { stake: [1.5] },
    'column-type-invalid: claims.parquet, column stake: DOUBLE is not read as amount',
  ],
  [
    'a time',
    { stake: units() },
    [{ ...stake, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }],
    { stake: [new Date(5)] },
    'column-type-invalid: claims.parquet, column stake: INT64 as TIMESTAMP_MILLIS is not',
  ],
  [
    'a decimal with a fraction',
    { stake: amount() },
    [{ ...stake, type: 'INT64', converted_type: 'DECIMAL', scale: 2, precision: 10 }],
    { stake: [1.5] },
    'column-type-invalid: claims.parquet, column stake: INT64 as DECIMAL with 2 decimal places',
  ],
  [
    'bytes without a meaning',
    { stake: amount() },
    [{ ...stake, type: 'BYTE_ARRAY' }],
    { stake: [Uint8Array.of(49)] },
    'column-type-invalid: claims.parquet, column stake: BYTE_ARRAY is not read as amount',
  ],
  [
    'a missing column',
    { stake: amount(), paid: flag() },
    [text],
    { stake: ['1'] },
    'column-missing: claims.parquet: column "paid" (flag) is missing.',
  ],
  [
    'an unknown column',
    { stake: amount() },
    [text, { name: 'stakes', ...STRING }],
    { stake: ['1'], stakes: ['1'] },
    'column-unknown: claims.parquet: there is no column "stakes". Did you mean "stake"?',
  ],
  [
    'a null',
    { stake: amount() },
    [text],
    { stake: ['1', null] },
    'not-a-number: claims.parquet row 2, column stake: null is not a whole number',
  ],
  [
    'a negative number',
    { stake: amount() },
    [{ ...stake, type: 'INT64' }],
    { stake: [-1n] },
    'number-negative: claims.parquet row 1, column stake: -1 is not',
  ],
  [
    'a null list',
    listed,
    parts,
    { parts: [[{ part: 1 }], null] },
    'list-invalid: claims.parquet row 2, column parts: write a list.',
  ],
  [
    'a null item',
    listed,
    parts,
    { parts: [[], [{ part: 1 }, null]] },
    'row-not-object: claims.parquet row 2, column parts[1]: expected an object',
  ],
  [
    'a null in a list',
    listed,
    parts,
    { parts: [[], [{ part: 1 }, { part: null }]] },
    'not-a-number: claims.parquet row 2, column parts[1], column part: null is not',
  ],
  [
    'too long a list',
    listed,
    parts,
    { parts: [[{ part: 1 }, { part: 1 }, { part: 1 }]] },
    'list-too-long: claims.parquet row 1, column parts: a list has at most 2 items.',
  ],
])('refuses %s', async ([, columns, elements, data, message]) => {
  expect(await faultOf(columns, fileOf(elements, data))).toContain(message)
})

test.for([
  ['nothing', new ArrayBuffer(0)],
  ['a text', new TextEncoder().encode('{"stake":"1"}\n{"stake":"2"}\n').buffer],
  ['a file cut short', fileOf([text], { stake: ['1', '2'] }).slice(0, -3)],
] as const)('%s is no Parquet', async ([, file]) => {
  expect(await faultOf({ stake: amount() }, file)).toMatch(/^parquet-invalid: claims\.parquet: /)
})
