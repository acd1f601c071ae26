import {
  defineClaimKind,
  id,
  isTlmkitError,
  list,
  opaque,
  parseRow,
  units,
  type ClaimKind,
} from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { decodeUtf8 } from '../json/decodeUtf8.js'
import { parseJson } from '../json/parseJson.js'
import { jobs, pieces, randomLine } from '../rows/claims.fixture.js'
import { decodeRow } from '../rows/decodeRow.js'
import { assertBlock, type RowBlock } from '../rows/RowBlock.js'
import { toRowBytes } from '../rows/rowsOf.js'
import { CellWriter } from './CellWriter.js'
import { readNdjson } from './readNdjson.js'
import { RowScanner } from './RowScanner.js'

interface Result {
  readonly rows: readonly string[]
  readonly error: string
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const toError = (error: unknown): string => {
  if (isTlmkitError(error)) return `${error.code}: ${error.message}`
  throw error
}

/** What reading every line strictly gives, as the command line always did. */
function readStrictly(kind: ClaimKind, bytes: Buffer): Result {
  const rows: string[] = []
  const lines = bytes.toString('latin1').split('\n')
  try {
    lines.forEach((text, index) => {
      const line = Buffer.from(text, 'latin1')
      if (line.every((byte) => byte <= 0x20)) return
      const where = `f line ${index + 1}`
      const value = parseJson(decodeUtf8(line, where), where)
      rows.push(hex(toRowBytes(kind, value, where)))
    })
  } catch (error) {
    return { rows, error: toError(error) }
  }
  return { rows, error: '' }
}

async function readFast(
  kind: ClaimKind,
  source: AsyncIterable<Uint8Array>,
): Promise<Result & { readonly blocks: readonly RowBlock[] }> {
  const rows: string[] = []
  const blocks: RowBlock[] = []
  let error = ''
  try {
    for await (const block of readNdjson(kind, source, { name: 'f' })) {
      assertBlock(block)
      blocks.push(block)
      for (let row = 0; row < block.rows; row++) {
        rows.push(hex(block.bytes.subarray(block.offsets[row], block.offsets[row + 1])))
      }
    }
  } catch (fault) {
    error = toError(fault)
  }
  return { rows, error, blocks }
}

const readText = (text: string | Buffer, kind = jobs): ReturnType<typeof readFast> =>
  readFast(kind, pieces(new Dice(3), Buffer.from(text), 50))

const plain = defineClaimKind('plain', {
  key: ['a'],
  columns: { a: id('a'), n: units(), l: list({ x: units() }, 2) },
})

const plainLine = (cells: string): string => `{${cells}}\n`
const good = plainLine('"a":"b","n":"1","l":[]')

const wide = defineClaimKind('wide', { key: ['a'], columns: { a: id('a'), p: opaque() } })
const wideCells = (bytes: number): { a: string; p: string } => ({ a: 'b', p: '0a'.repeat(bytes) })
const wideRow = (bytes: number): string => hex(toRowBytes(wide, wideCells(bytes), 'row'))
const wideLines = (bytes: number, count: number): Buffer =>
  Buffer.from(plainLine(`"a":"b","p":"${wideCells(bytes).p}"`).repeat(count))

describe('readNdjson', () => {
  test.for([
    ['a missing last newline', good + good.trim(), 2],
    ['CRLF', good.replace('\n', '\r\n') + good, 2],
    ['blank lines', `\n${good}  \n\t\r\n${good}\n\n`, 2],
    ['a byte order mark', `\ufeff${good}`, 1],
    ['white space within', ' { "a" : "b" , "n":1,\t"l" : [ ] } \n', 1],
    ['keys in another order', good + plainLine('"l":[{"x":1}],"n":5,"a":"b"') + good, 3],
    ['escapes', plainLine('"\\u0061":"\\u0062","n":1,"l":[]'), 1],
  ] as const)('accepts %s', async ([, text, rows]) => {
    const result = await readText(text, plain)
    expect(result.error).toBe('')
    expect(result.rows).toHaveLength(rows)
    expect(result.rows).toEqual(readStrictly(plain, Buffer.from(text.replace('\ufeff', ''))).rows)
  })

  test.for([
    ['', 'file-empty'],
    [' \n\r\n', 'file-empty'],
    ['\ufeff', 'file-empty'],
    [`${good}${good.slice(0, -4)}`, 'json-invalid'],
    [`${good}{"a":"b","n":"1"}`, 'column-missing'],
    [plainLine('"a":"b","n":"1","l":[],"a":"b"'), 'json-duplicate-key'],
    [plainLine('"a":"b","a":"b","n":"1"'), 'json-duplicate-key'],
    [plainLine('"a":"b","n":"1","l":[{"x":1,"x":1}]'), 'json-duplicate-key'],
    [plainLine('"a":"b","n":"1","l":[{"x":1},{"x":1},{"x":1}]'), 'list-too-long'],
    [plainLine('"a":"b","n":"1","l":[],"m":1'), 'column-unknown'],
    [plainLine('"a":"b","n":"01","l":[]'), 'number-not-plain'],
    [plainLine('"a":"b","n":01,"l":[]'), 'json-invalid'],
    [plainLine('"a":"b","n":1e3,"l":[]'), 'number-not-plain'],
    [plainLine('"a":"b","n":1.0,"l":[]'), 'number-fraction'],
    [plainLine('"a":"b","n":9007199254740993,"l":[]'), 'number-not-exact'],
    [plainLine('"a":"b","n":"","l":[]'), 'number-not-plain'],
    [plainLine('"a":"b","n":,"l":[]'), 'json-invalid'],
    [plainLine('"a":"","n":1,"l":[]'), 'id-empty'],
    [plainLine('"a":"b/c","n":1,"l":[]'), 'id-slash'],
    [plainLine('"a":"b","n":1,"l":[],'), 'json-invalid'],
    [`${good.trim()} ${good}`, 'json-invalid'],
    [`[${good.trim()}]\n`, 'row-not-object'],
  ] as const)('%j is refused: %s', async ([text, code]) => {
    const result = await readText(text, plain)
    expect(result.error.split(':')[0]).toBe(code)
  })

  test('names the file and the line', async () => {
    const result = await readText(`${good}\n${plainLine('"a":1,"n":1,"l":[]')}`, plain)
    expect(result.error).toBe(
      'id-not-text: f line 3, column a: an id is text, write it as a string.',
    )
  })

  test('bytes that are not UTF-8, and UTF-16', async () => {
    const wrong = Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xff), Buffer.from('"}\n')])
    expect((await readText(wrong, plain)).error).toMatch(/^file-not-utf8: f line 1/)
    const wide = Buffer.from(`\ufeff${good}`, 'utf16le')
    expect((await readText(wide, plain)).error).toMatch(/^file-not-utf8: f: it is UTF-16/)
  })

  test('a control character is content, though its line is blank', async () => {
    const result = await readText('\0\n', plain)
    expect(result).toMatchObject({ rows: [], error: '' })
  })

  test('cuts blocks at 4096 rows and at 4 MiB', async () => {
    const many = await readFast(plain, pieces(new Dice(1), Buffer.from(good.repeat(5000)), 9999))
    expect(many.blocks.map((block) => block.rows)).toEqual([4096, 904])
    const large = await readFast(wide, pieces(new Dice(1), wideLines(700_000, 7), 300_000))
    expect(large.blocks.map((block) => block.rows)).toEqual([3, 3, 1])
    expect(new Set(large.rows)).toEqual(new Set([wideRow(700_000)]))
  })

  test('a row larger than a block ends its block', async () => {
    const text = Buffer.concat([wideLines(1, 1), wideLines(2_200_000, 2)])
    const result = await readFast(wide, pieces(new Dice(1), text, 1_000_000))
    expect(result.blocks.map((block) => block.rows)).toEqual([2, 1])
    expect(result.rows).toEqual([wideRow(1), wideRow(2_200_000), wideRow(2_200_000)])
  })

  test('columns whose names need escapes are read strictly', async () => {
    const kind = defineClaimKind('odd', { key: ['a"b'], columns: { 'a"b': id('a'), ü: units() } })
    const result = await readText('{"a\\"b":"x","ü":"7"}\n', kind)
    expect(result.rows).toHaveLength(1)
  })
})

test('ordinary lines never need the strict reader', () => {
  const writer = new CellWriter()
  writer.bytes = new Uint8Array(10_000)
  writer.view = new DataView(writer.bytes.buffer)
  const scanner = new RowScanner(jobs.columns, writer)
  const line =
    '{"caller":"app1","asked":"1000000000000000000","session":12,"share":"0.5","isUrgent":true,' +
    '"mode":"very slow","job":"job1","payee":"supplier/a/stake","price":0.25,"proof":"c0",' +
    '"parts":[{"worker":"w","relays":"7","weight":"3/4","isLate":false}]}\n'
  for (const text of [line, line.replace('\n', '\r\n'), line.replaceAll(',', ', ')]) {
    writer.readFrom(Buffer.from(text))
    writer.at = 0
    expect(scanner.scanLine(0)).toBe(text.length)
    expect(decodeRow(jobs, writer.bytes.slice(0, writer.at))).toEqual(
      parseRow(jobs.columns, parseJson(text, 'line'), 'line'),
    )
  }
})

test('random rows in any JSON shape give the bytes of the strict reader', async () => {
  const seed = fuzzSeed()
  const runs = fuzzRuns(50)
  const dice = new Dice(seed)
  let count = 0
  for (let run = 0; run < runs; run++) {
    const lines = dice.times(1 + dice.roll(60), () => randomLine(dice))
    const text = Buffer.from(lines.join(dice.once(3) ? '\r\n' : '\n') + dice.pick(['', '\n']))
    const fast = await readFast(jobs, pieces(dice, text, dice.pick([3, 200, 20_000])))
    const strict = readStrictly(jobs, text)
    expect(strict.error).toBe('')
    expect(fast, `seed ${seed}, run ${run}`).toMatchObject(strict)
    count += lines.length
  }
  console.info(`ndjson shapes: ${count} lines, seed ${seed}`)
})

test('a changed file gives what the strict reader gives: the same rows or the same error', async () => {
  const seed = fuzzSeed()
  const runs = fuzzRuns(1000)
  const dice = new Dice(seed)
  let refused = 0
  for (let run = 0; run < runs; run++) {
    const lines = dice.times(2 + dice.roll(8), () => randomLine(dice))
    const text = mutate(dice, Buffer.from(`${lines.join('\n')}\n`))
    const strict = readStrictly(jobs, text)
    const fast = await readFast(jobs, pieces(dice, text, 300))
    const place = `seed ${seed}, run ${run}`
    if (strict.rows.length === 0 && strict.error === '') continue
    expect(fast.error, place).toBe(strict.error)
    if (strict.error === '') expect(fast.rows, place).toEqual(strict.rows)
    else refused += 1
  }
  console.info(`ndjson mutations: ${runs}, ${refused} refused, seed ${seed}`)
})

const TOKENS = [
  '"',
  ',',
  '{',
  '}',
  '[',
  ']',
  '\n',
  ':',
  '\\',
  '0',
  '-',
  '.',
  '9',
  ' ',
  '\0',
  '/',
  'e',
]

function mutate(dice: Dice, bytes: Buffer): Buffer {
  const at = dice.roll(bytes.length)
  const length = 1 + dice.roll(30)
  const [before, rest] = [bytes.subarray(0, at), bytes.subarray(at)]
  switch (dice.roll(7)) {
    case 0:
      bytes[at] = bytes[at]! ^ (1 << dice.roll(8))
      return bytes
    case 1:
      return Buffer.from(before)
    case 2:
      return Buffer.concat([before, bytes.subarray(at + length)])
    case 3:
      return Buffer.concat([before, bytes.subarray(at, at + length), rest])
    case 4:
      return Buffer.concat([before, Buffer.from(dice.pick(TOKENS)), rest])
    case 5: {
      bytes[at] = dice.pick(TOKENS).charCodeAt(0)
      return bytes
    }
    default: {
      const lines = bytes.toString('latin1').split('\n')
      const moved = lines.splice(dice.roll(lines.length), 1)
      lines.splice(dice.roll(lines.length), 0, ...moved, ...(dice.once(2) ? moved : []))
      return Buffer.from(lines.join('\n'), 'latin1')
    }
  }
}
