import { parseId, parseNatural, parseState } from '@tlmkit/core'
import type { EngineName, Network, Presented, SettleInput, State } from '@tlmkit/core'
import { asUsage } from '../arguments/asUsage.js'
import type { CommandCall, OptionSpecs } from '../arguments/Command.js'
import type { GivenOptions } from '../arguments/GivenOptions.js'
import { loadNetwork } from './loadNetwork.js'
import { readClaims, type ClaimFiles } from './readClaims.js'
import { readJsonFile } from './readJsonFile.js'
import { withParams } from './readParams.js'
import { presentRows, type RawRow } from './readRows.js'
import { presentTables, readTables, type TableFiles } from './readTables.js'

/** Options that say what is settled. */
export const SETTLEMENT_OPTIONS = {
  network: { value: 'NAME|FILE', about: 'a preset, or a config file', required: true },
  state: { value: 'FILE', about: 'the state to start from', required: true },
  claims: {
    value: '[KIND=]FILE',
    about: 'claims of one kind, .ndjson, .json, .rows, .arrow or .parquet; first kind unless named',
    many: true,
    required: true,
  },
  tables: { value: 'DIR', about: 'a folder with one <table>.json or .ndjson per table' },
  params: { value: 'FILE', about: 'parameter values in force from this height on' },
  height: { value: 'N', about: 'height of the settlement, in blocks', required: true },
  id: { value: 'ID', about: 'name of the settlement (default height-<N>)' },
  engine: { value: 'NAME', about: 'columnar (default) or reference: the result is the same' },
} as const satisfies OptionSpecs

/** The engine that `--engine` names. Errors: `option-value-invalid`. */
export function readEngine(options: GivenOptions): EngineName {
  return options.choice('engine', ['columnar', 'reference'])
}

/** Everything one settlement works on, with the files that claims and tables come from. */
export interface SettlementFiles {
  readonly network: Network
  readonly state: State
  readonly input: SettleInput
  readonly claims: ClaimFiles
  readonly tables: TableFiles
}

/** Name and height of the settlement, where they do not come from the command line. */
export interface SettlementName {
  readonly id: string
  readonly height: bigint
}

/** What a settlement works on besides claims. */
export interface SettlementGround extends Pick<SettlementFiles, 'network' | 'state' | 'tables'> {
  readonly name: SettlementName
  readonly tableRows: Readonly<Record<string, Presented>>
}

/**
 * Reads what `SETTLEMENT_OPTIONS` name. Claims and tables are read when they are iterated.
 *
 * Errors: those of the parts.
 */
export async function readSettlement(
  call: CommandCall,
  known?: SettlementName,
): Promise<SettlementFiles> {
  const { network, state, tables, name, tableRows } = await readGround(call, known)
  const claims = await readClaims(network, call.options.list('claims'), call.io.cwd)
  const input = { ...name, claims: presentAll(claims), tables: tableRows }
  return { network, state, input, claims, tables }
}

/** Reads all but the claims. Errors: those of the parts. */
export async function readGround(
  { options, io }: CommandCall,
  known?: SettlementName,
): Promise<SettlementGround> {
  const { cwd } = io
  const network = await loadNetwork({ path: options.required('network'), cwd })
  const { id, height } = known ?? readName({ options, io, positionals: [] })
  const statePath = options.required('state')
  const opening = parseState(network, readJsonFile({ path: statePath, cwd }), statePath)
  const params = options.text('params')
  const state = params === undefined ? opening : withParams(opening, { path: params, cwd }, height)
  const folder = options.text('tables')
  const tables = readTables(network, folder === undefined ? undefined : { path: folder, cwd })
  return { network, state, tables, name: { id, height }, tableRows: presentTables(tables) }
}

function readName({ options }: CommandCall): SettlementName {
  return asUsage(() => {
    const height = parseNatural(options.required('height'), '--height')
    return { height, id: parseId(options.text('id') ?? `height-${height}`, '--id') }
  })
}

/** Files of rows, as a settlement takes them. */
export function presentAll(
  files: Iterable<readonly [string, readonly Iterable<RawRow>[]]>,
): Readonly<Record<string, Presented>> {
  return Object.fromEntries([...files].map(([name, rows]) => [name, presentRows(rows)]))
}
