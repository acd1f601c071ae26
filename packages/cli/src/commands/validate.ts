import {
  BaseError,
  Hasher,
  canonicalJson,
  compileNetwork,
  initialState,
  keyText,
  parseRow,
  parseState,
  type Columns,
  type Network,
  type Row,
  type State,
} from '@tlmkit/core'
import type { Command, CommandCall } from '../arguments/Command.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { loadNetwork } from '../reading/loadNetwork.js'
import { readClaims } from '../reading/readClaims.js'
import { readJsonFile } from '../reading/readJsonFile.js'
import { withParams } from '../reading/readParams.js'
import { SETTLEMENT_OPTIONS } from '../reading/readSettlement.js'
import { readTables } from '../reading/readTables.js'
import type { RawRow } from '../reading/readRows.js'
import { countOf } from '../rendering/amountText.js'
import { createStyle } from '../rendering/createStyle.js'
import { FaultList, FAULTS_MAX } from './FaultList.js'
import { EXAMPLE_FILES } from './examples.js'

const { network, state, claims, tables, params } = SETTLEMENT_OPTIONS

/** Reads and checks everything a settlement would read, lists the faults, settles nothing. */
export const validate: Command = {
  name: 'validate',
  summary: 'Reads and checks all files, lists every fault, settles nothing',
  positionals: [],
  options: {
    network,
    state: { ...state, required: false },
    claims: { ...claims, required: false },
    tables,
    params,
    json: { about: 'write the faults as JSON' },
  },
  example: `tlmkit validate ${EXAMPLE_FILES}`,
  run: runValidate,
}

async function runValidate(call: CommandCall): Promise<0 | 1> {
  const { options, io } = call
  const { cwd } = io
  const loaded = await loadNetwork({ path: options.required('network'), cwd })
  const faults = new FaultList()
  const checked: string[] = [`network "${loaded.name}"`]
  faults.attempt(() => {
    checkState(call, loaded, checked)
  })
  faults.attempt(() => {
    const folder = options.text('tables')
    if (folder === undefined) return
    for (const [name, rows] of readTables(loaded, { path: folder, cwd })) {
      const table = loaded.tables.get(name)
      const count = checkRows(rows, {
        faults,
        columns: table?.columns ?? {},
        key: table?.key ?? [],
      })
      checked.push(`${countOf(count, 'row')} of table "${name}"`)
    }
  })
  await faults.attemptLater(async () => {
    for (const [kind, files] of await readClaims(loaded, options.list('claims'), cwd)) {
      const { columns } = loaded.kinds.get(kind)?.default.kind ?? { columns: {} }
      const counts = files.map((rows) => checkRows(rows, { faults, columns, key: undefined }))
      const count = counts.reduce((sum, each) => sum + each, 0)
      checked.push(`${countOf(count, 'claim')} of kind "${kind}"`)
    }
  })
  report(call, faults, checked)
  return faults.errors.length === 0 ? 0 : 1
}

function checkState({ options, io }: CommandCall, loaded: Network, checked: string[]): void {
  const { cwd } = io
  const path = options.text('state')
  let opening: State = initialState(loaded)
  if (path !== undefined) {
    opening = parseState(loaded, readJsonFile({ path, cwd }), path)
    checked.push(`state at height ${opening.height}`)
  }
  const file = options.text('params')
  const full =
    file === undefined ? opening : withParams(opening, { path: file, cwd }, opening.height)
  for (const { values } of full.params) compileNetwork(loaded, values, new Hasher(nodeSha256))
  checked.push(countOf(full.params.length, 'params version'))
}

interface RowCheck {
  readonly faults: FaultList
  readonly columns: Columns
  /** Columns that no two rows may share; undefined where a settlement judges that. */
  readonly key: readonly string[] | undefined
}

function checkRows(rows: Iterable<RawRow>, { faults, columns, key }: RowCheck): number {
  const seen = new Set<string>()
  let count = 0
  for (const { where, read } of rows) {
    faults.attempt(() => {
      const row = parseRow(columns, read(), where)
      if (key !== undefined) assertNew(seen, keyOf(key, row), where)
    })
    if (faults.isFull) break
    count += 1
  }
  return count
}

function keyOf(key: readonly string[], row: Row): string {
  return keyText(
    key.map((name) => {
      const cell = row[name]
      return typeof cell === 'bigint' || typeof cell === 'string' ? cell.toString() : ''
    }),
  )
}

function assertNew(seen: Set<string>, key: string, where: string): void {
  if (seen.has(key)) {
    throw new BaseError({
      kind: 'rejection',
      code: 'table-row-twice',
      message: `${where}: the key ${key} stands twice: keep one row.`,
    })
  }
  seen.add(key)
}

function report({ options, io }: CommandCall, faults: FaultList, checked: readonly string[]): void {
  const { errors, isFull } = faults
  if (options.flag('json')) {
    const list = errors.map(({ code, message }) => ({ code, message }))
    io.stdout.write(`${canonicalJson({ faults: list, more: isFull, checked }, { indent: 2 })}\n`)
    return
  }
  const style = createStyle(io, io.stdout)
  for (const { code, message } of errors) io.stdout.write(`${style.bad(code)}: ${message}\n`)
  if (errors.length === 0) {
    io.stdout.write(`${style.good('No faults')} in ${checked.join(', ')}.\n`)
  } else {
    const more = isFull ? ` These are the first ${FAULTS_MAX}; there may be more.` : ''
    io.stdout.write(`${countOf(errors.length, 'fault')}.${more}\n`)
  }
}
