import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SETTLEMENT, callCli, createFolder } from '../fixtures/callCli.js'

const whole = { caller: 'c1', job: 'a', worker: 'w1', asked: '300', budget: '600' }
/** A line of claims with one cell as given. */
const cell = (name: keyof typeof whole, text: string): string =>
  JSON.stringify(whole).replace(`"${name}":"${whole[name]}"`, `"${name}":${text}`)
const state = (change: object): string =>
  JSON.stringify({ format: 'tlmkit-state/1', network: 'toy', ...change })

type BadInput = readonly [name: string, file: string, text: string, code: string, says: RegExp]

describe('a bad file is refused with its code and its place', () => {
  test.each<BadInput>([
    ['an empty list', 'claims.json', '', 'file-empty', /claims\.json is empty/],
    ['only blanks', 'claims.json', '\r\n \n', 'file-empty', /claims\.json is empty/],
    [
      'a broken line',
      'claims.ndjson',
      `\n${JSON.stringify(whole)}\n{"a":\n`,
      'json-invalid',
      /line 3, column 6/,
    ],
    ['two objects on a line', 'claims.ndjson', '{}{}', 'json-invalid', /line 1, column 3/],
    ['a lost bracket', 'claims.json', '[\n{"a": 1},\n', 'json-invalid', /claims\.json, line 3/],
    ['a list of no rows', 'claims.json', '[1]', 'row-not-object', /claims\.json item 1/],
    ['a deep nesting', 'claims.ndjson', `{"a":${'['.repeat(1e5)}`, 'json-invalid', /line 1/],
    ['a text that is no UTF-8', 'claims.ndjson', '\uDC00', 'file-not-utf8', /line 1: it has bytes/],
    ['UTF-16', 'claims.ndjson', 'utf16', 'file-not-utf8', /UTF-16: save it as UTF-8/],
    [
      'a key twice',
      'claims.ndjson',
      cell('job', '"a","job":"a"'),
      'json-duplicate-key',
      /line 1.*"job"/,
    ],
    [
      'an escaped key twice',
      'claims.ndjson',
      cell('job', '"a","j\\u006fb":"b"'),
      'json-duplicate-key',
      /"job"/,
    ],
    [
      'a number above 2^53',
      'claims.ndjson',
      cell('asked', '9007199254740993'),
      'number-not-exact',
      /write it as a string: "9007199254740993"/,
    ],
    [
      'an exponent',
      'claims.ndjson',
      cell('asked', '1e3'),
      'number-not-plain',
      /line 1, column asked: 1e3/,
    ],
    [
      'an exponent as text',
      'claims.ndjson',
      cell('asked', '"1e3"'),
      'number-not-plain',
      /column asked/,
    ],
    ['a plus', 'claims.ndjson', cell('asked', '"+5"'), 'number-not-plain', /column asked/],
    ['a bare plus', 'claims.ndjson', cell('asked', '+5'), 'json-invalid', /line 1, column/],
    ['leading zeros', 'claims.ndjson', cell('asked', '"007"'), 'number-not-plain', /column asked/],
    ['bare leading zeros', 'claims.ndjson', cell('asked', '007'), 'json-invalid', /line 1, column/],
    ['minus zero', 'claims.ndjson', cell('asked', '-0'), 'number-negative', /column asked/],
    ['a negative amount', 'claims.ndjson', cell('asked', '-5'), 'number-negative', /column asked/],
    ['a fraction', 'claims.ndjson', cell('asked', '1.5'), 'number-fraction', /column asked/],
    ['a whole fraction', 'claims.ndjson', cell('asked', '1.0'), 'number-fraction', /column asked/],
    [
      'an oversized amount',
      'claims.ndjson',
      cell('asked', `"${2n ** 128n}"`),
      'amount-out-of-range',
      /2\^128/,
    ],
    [
      'an amount that is true',
      'claims.ndjson',
      cell('asked', 'true'),
      'not-a-number',
      /column asked/,
    ],
    [
      'a control character',
      'claims.ndjson',
      cell('job', '"a\\u0000"'),
      'id-control-character',
      /column job/,
    ],
    [
      'a long id',
      'claims.ndjson',
      cell('job', `"${'x'.repeat(257)}"`),
      'id-too-long',
      /column job/,
    ],
    ['an empty id', 'claims.ndjson', cell('job', '""'), 'id-empty', /column job/],
    ['an id with a slash', 'claims.ndjson', cell('job', '"a/b"'), 'id-slash', /column job/],
    [
      'a half of a character',
      'claims.ndjson',
      cell('job', '"\\ud800"'),
      'id-control-character',
      /column job/,
    ],
    [
      'a missing column',
      'claims.ndjson',
      '{"caller":"c1"}',
      'column-missing',
      /line 1: column "job"/,
    ],
    [
      'an unknown column',
      'claims.ndjson',
      cell('job', '"a","aksed":"1"'),
      'column-unknown',
      /Did you mean "asked"/,
    ],
    [
      '__proto__',
      'claims.ndjson',
      cell('job', '"a","__proto__":{}'),
      'column-unknown',
      /__proto__/,
    ],
    [
      'a state that is a list',
      'state.json',
      '[]',
      'state-invalid',
      /state\.json: expected an object/,
    ],
    ['a broken state', 'state.json', '{', 'json-invalid', /state\.json/],
    [
      'a state of another network',
      'state.json',
      state({ network: 'pocket' }),
      'state-of-another-network',
      /belongs to network "pocket"/,
    ],
    [
      'a state of a later format',
      'state.json',
      state({ format: 'tlmkit-state/9' }),
      'state-format-unknown',
      /tlmkit-state\/9/,
    ],
    ['a cut state', 'state.json', state({ height: '9' }), 'state-invalid', /"balances" is missing/],
    [
      'a balance with a fraction',
      'state.json',
      state({ balances: { tok: { 'a/b': 1.5 } } }),
      'number-fraction',
      /balances\["tok"\]\["a\/b"\]/,
    ],
    ['an unknown table', 'tables/wrokers.json', '[]', 'table-unknown', /Did you mean "workers"/],
    ['a table in two files', 'tables/workers.ndjson', '[]', 'table-file-twice', /workers/],
    [
      'a table row twice',
      'tables/workers.json',
      '[{"worker":"w","rank":1},{"worker":"w","rank":1}]',
      'table-row-twice',
      /workers\.json item 2/,
    ],
    [
      'an unknown params owner',
      'params.json',
      '{"pya":{}}',
      'params-unknown-tlm',
      /Did you mean "pay"/,
    ],
    ['an unknown params key', 'params.json', '{"pay":{"feee":1}}', 'params-unknown-key', /feee/],
    ['params of another shape', 'params.json', '{"pay":[]}', 'params-invalid', /params\.json, pay/],
    ['params that are a list', 'params.json', '[]', 'params-invalid', /params\.json/],
  ])('%s', async (_name, file, text, code, says) => {
    const folder = createFolder()
    writeFileSync(join(folder, file), bytesOf(text))
    const args = SETTLEMENT.map((arg) =>
      arg === 'claims.ndjson' && file === 'claims.json' ? file : arg,
    )
    const params = file === 'params.json' ? ['--params', file] : []
    const writes = ['--out', 'out', '--state-out', 'after.json']
    const { exit, stdout, stderr } = await callCli(folder, [
      'settle',
      ...args,
      ...params,
      ...writes,
    ])
    expect({ exit, stdout, code: stderr.split(':')[0] }).toEqual({
      exit: 1,
      stdout: '',
      code: `error ${code}`,
    })
    expect(stderr).toMatch(says)
    expect(readdirSync(folder)).not.toEqual(expect.arrayContaining(['out']))
    expect(readdirSync(folder)).not.toEqual(expect.arrayContaining(['after.json']))
  })
})

/** Texts that a JavaScript string cannot hold are written as bytes. */
function bytesOf(text: string): Buffer {
  if (text === 'utf16') return Buffer.from('\uFEFF{}', 'utf16le')
  return text === '\uDC00' ? Buffer.from([0x7b, 0xff, 0x7d]) : Buffer.from(text)
}

describe('a bad command line is refused with its code', () => {
  const without = (name: string): string[] => {
    const at = SETTLEMENT.indexOf(name)
    return [...SETTLEMENT.slice(0, at), ...SETTLEMENT.slice(at + 2)]
  }
  test.each<readonly [string, readonly string[], number, string, RegExp]>([
    ['an unknown command', ['setle'], 2, 'command-unknown', /Did you mean "settle"/],
    ['an unknown first option', ['--halp'], 2, 'option-unknown', /Did you mean "--help"/],
    [
      'an unknown option',
      ['settle', '--hieght', '5'],
      2,
      'option-unknown',
      /Did you mean "--height"/,
    ],
    ['an unknown short option', ['settle', '-x'], 2, 'option-unknown', /-x/],
    ['a lost value', ['settle', '--state'], 2, 'option-value-missing', /--state FILE/],
    [
      'an eaten value',
      ['settle', '--state', '--dry-run'],
      2,
      'option-value-missing',
      /--state FILE/,
    ],
    ['an empty value', ['settle', '--state='], 2, 'option-value-missing', /--state FILE/],
    ['a value too many', ['settle', '--json=yes'], 2, 'option-value-unexpected', /--json/],
    ['an option twice', ['settle', '--id', 'a', '--id', 'b'], 2, 'option-twice', /--id/],
    ['no height', ['settle', ...without('--height')], 2, 'option-missing', /--height/],
    ['no claims', ['settle', ...without('--claims')], 2, 'option-missing', /--claims/],
    [
      'one file for two',
      ['settle', ...SETTLEMENT, '--payees', 'x', '--state-out', './x'],
      2,
      'option-conflict',
      /same file/,
    ],
    ['an argument too many', ['settle', ...SETTLEMENT, 'more'], 2, 'argument-unexpected', /more/],
    ['nothing to explain', ['explain', ...SETTLEMENT], 2, 'argument-missing', /<claim\|payee>/],
    [
      'half the inputs',
      ['verify', 'out', '--state', 'state.json'],
      1,
      'file-not-found',
      /receipt\.json/,
    ],
    [
      'a bad height',
      ['settle', ...without('--height'), '--height', '1e3'],
      2,
      'number-not-plain',
      /--height/,
    ],
    ['a bad id', ['settle', ...SETTLEMENT, '--id', 'a\u0007'], 2, 'id-control-character', /--id/],
    ['an unknown preset', ['validate', '--network', 'pokcet'], 1, 'network-unknown', /pokcet/],
    [
      'no config file',
      ['validate', '--network', './no.config.ts'],
      1,
      'file-not-found',
      /no\.config\.ts/,
    ],
    [
      'a config without network',
      ['validate', '--network', './empty.config.js'],
      1,
      'config-without-network',
      /defineNetwork/,
    ],
    [
      'a broken config',
      ['validate', '--network', './broken.config.js'],
      1,
      'config-failed',
      /broken\.config\.js/,
    ],
    [
      'an unknown kind',
      ['settle', ...SETTLEMENT, '--claims', 'jbos=claims.ndjson'],
      1,
      'kind-unknown',
      /Did you mean "jobs"/,
    ],
    [
      'no claims file',
      ['settle', ...without('--claims'), '--claims', 'no.ndjson'],
      1,
      'file-not-found',
      /no\.ndjson/,
    ],
    [
      'a folder for a file',
      ['settle', ...without('--claims'), '--claims', 'tables'],
      1,
      'file-is-folder',
      /tables/,
    ],
    ['no tables', ['settle', ...without('--tables')], 1, 'table-missing', /--tables DIR/],
    [
      'a folder without tables',
      ['settle', ...without('--tables'), '--tables', 'none'],
      1,
      'table-missing',
      /no workers\.json/,
    ],
    [
      'an out folder with files',
      ['settle', ...SETTLEMENT, '--out', 'tables'],
      1,
      'out-exists',
      /tables/,
    ],
    [
      'an out folder that is a file',
      ['settle', ...SETTLEMENT, '--out', 'state.json'],
      1,
      'file-not-found',
      /state\.json/,
    ],
    [
      'a state-out that is a folder',
      ['settle', ...SETTLEMENT, '--state-out', 'tables'],
      1,
      'file-is-folder',
      /tables/,
    ],
    [
      'a height gone by',
      ['settle', ...without('--state'), '--state', 'late.json'],
      1,
      'height-backwards',
      /height 5/,
    ],
    ['an unknown claim', ['explain', 'jobs/c1/q', ...SETTLEMENT], 1, 'claim-unknown', /c1\/q/],
    [
      'an unknown name',
      ['explain', 'worker/w1/acount', ...SETTLEMENT],
      1,
      'claim-or-payee-unknown',
      /Did you mean "worker\/w1\/account"/,
    ],
    [
      'an unknown kind to draw',
      ['graph', 'jbos', ...SETTLEMENT.slice(0, 2)],
      1,
      'kind-unknown',
      /Did you mean "jobs"/,
    ],
  ])('%s', async (_name, args, exit, code, says) => {
    const folder = createFolder()
    mkdirSync(join(folder, 'none'))
    writeFileSync(join(folder, 'empty.config.js'), 'export default {}')
    writeFileSync(join(folder, 'broken.config.js'), 'throw new Error("no")')
    const late = {
      height: '9',
      balances: {},
      tallies: {},
      params: [{ version: 1, from: '0', values: {} }],
    }
    const rest = { lifecycles: {}, settledIds: {}, settlements: {}, lastReceipt: '0'.repeat(64) }
    writeFileSync(join(folder, 'late.json'), state({ ...late, ...rest }))
    const result = await callCli(folder, args)
    expect(result.stderr).toMatch(new RegExp(`^error ${code}: .*\n`))
    expect(result.stderr).toMatch(says)
    expect(result).toMatchObject({ exit, stdout: '' })
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('programs get the error as a line of JSON', async () => {
    const { stderr } = await callCli(createFolder(), ['settle', '--hieght', '5', '--json'])
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'option-unknown' } })
    const both = await callCli(createFolder(), ['settle', ...SETTLEMENT, '--json', '--ndjson'])
    expect(both.exit).toBe(2)
    expect(JSON.parse(both.stderr)).toMatchObject({ error: { code: 'option-conflict' } })
  })
})

test('when the last file cannot be written, none is', async () => {
  const folder = createFolder()
  const writes = ['--out', 'out/a', '--payees', 'p.csv', '--state-out', 'tables']
  const { exit } = await callCli(folder, ['settle', ...SETTLEMENT, ...writes])
  expect(exit).toBe(1)
  expect(readdirSync(folder).filter((name) => /^(?:out|p\.csv|\..*)$/.test(name))).toEqual([])
  rmSync(folder, { recursive: true })
})
