import { initialState, parseId, parseNatural, parseState } from '@tlmkit/core'
import type { Network, State } from '@tlmkit/core'
import { basename } from 'node:path'
import { asUsage } from '../arguments/asUsage.js'
import type { CommandCall, OptionSpecs } from '../arguments/Command.js'
import { CommandLineError } from '../arguments/CommandLineError.js'
import type { GivenOptions } from '../arguments/GivenOptions.js'
import type { ScriptGround } from '../running/ScriptRun.js'
import { loadNetwork } from './loadNetwork.js'
import { readJsonFile } from './readJsonFile.js'
import { withParams } from './readParams.js'
import { SETTLEMENT_OPTIONS } from './readSettlement.js'
import { presentTables, readTables } from './readTables.js'

const GROUP_LINES = 4096
const GROUP_LINES_MAX = 2 ** 20

const { network, tables, params } = SETTLEMENT_OPTIONS

/** Options that name a network and a state of it. */
export const STATE_OPTIONS = {
  network,
  state: { value: 'FILE', about: "the state to start from (default: the network's genesis)" },
} as const satisfies OptionSpecs

/** Options that say which commands are carried out, on what. */
export const SCRIPT_OPTIONS = {
  ...STATE_OPTIONS,
  commands: { value: 'FILE', about: 'commands of lifecycles, one per line', required: true },
  tables,
  params: { ...params, about: "parameter values in force from the state's height on" },
  group: { value: 'N', about: 'commands that settle together (default 4096)' },
  id: { value: 'NAME', about: "first part of the settlements' ids (default: the file's name)" },
} as const satisfies OptionSpecs

/** The network and the state that `STATE_OPTIONS` name. Errors: those of the parts. */
export async function readNetworkState({
  options,
  io: { cwd },
}: Pick<CommandCall, 'options' | 'io'>): Promise<{
  readonly network: Network
  readonly state: State
}> {
  const loaded = await loadNetwork({ path: options.required('network'), cwd })
  const path = options.text('state')
  const state =
    path === undefined
      ? initialState(loaded)
      : parseState(loaded, readJsonFile({ path, cwd }), path)
  return { network: loaded, state }
}

/**
 * Reads what `SCRIPT_OPTIONS` name, but for the commands, and when the run ends.
 *
 * Errors: those of the parts; `option-value-invalid`.
 */
export async function readScriptGround(call: CommandCall): Promise<ScriptGround> {
  const ground = await readScriptOpening(call)
  const path = call.options.text('params')
  if (path === undefined) return ground
  const { state } = ground
  return { ...ground, state: withParams(state, { path, cwd: call.io.cwd }, state.height) }
}

/** The same on the state as it is, without `--params`. Errors: those of the parts. */
export async function readScriptOpening(call: CommandCall): Promise<ScriptGround> {
  const { options, io } = call
  const { cwd } = io
  const path = options.required('commands')
  const until = options.text('until')
  const limits = {
    groupLines: readGroupLines(options),
    name: asUsage(() => parseId(options.text('id') ?? nameOf(path), '--id')),
    until: until === undefined ? undefined : asUsage(() => parseNatural(until, '--until')),
    stop: options.flag('stop'),
  }
  const { network: loaded, state } = await readNetworkState(call)
  const folder = options.text('tables')
  const files = readTables(loaded, folder === undefined ? undefined : { path: folder, cwd })
  const tables = presentTables(files)
  return { ...limits, network: loaded, state, tables, file: { path, cwd } }
}

function nameOf(path: string): string {
  return basename(path).replace(/(?<=.)\.[^.]*$/, '')
}

function readGroupLines(options: GivenOptions): number {
  const text = options.text('group') ?? GROUP_LINES.toString()
  const lines = /^[1-9][0-9]{0,6}$/.test(text) ? Number(text) : 0
  if (lines > 0 && lines <= GROUP_LINES_MAX) return lines
  throw new CommandLineError({
    code: 'option-value-invalid',
    message: `Option --group takes 1 to ${GROUP_LINES_MAX} commands, not "${text}".`,
    details: { option: 'group', value: text },
  })
}
