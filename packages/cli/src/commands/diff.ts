import { canonicalJson } from '@tlmkit/core'
import type { Command, CommandCall } from '../arguments/Command.js'
import { compareValues, type NamedValues } from '../comparing/compareValues.js'
import { readRange } from '../comparing/readRange.js'
import { SCRIPT_OPTIONS, STATE_OPTIONS } from '../reading/readScriptGround.js'
import { SETTLEMENT_OPTIONS } from '../reading/readSettlement.js'
import { readValues } from '../reading/readValues.js'
import { createStyle } from '../rendering/createStyle.js'
import { diffText } from '../rendering/diffText.js'
import { diffJson } from '../summary/diffJson.js'
import { EXAMPLE_DIFF } from './examples.js'
import { STREAM_OPTIONS } from './settleFromStreams.js'

const { claims, tables, params, height, id, engine } = SETTLEMENT_OPTIONS
const { commands, group } = SCRIPT_OPTIONS

/** Compares what two sets of parameter values come to on the same claims or commands. */
export const diff: Command = {
  name: 'diff',
  summary: 'Compares two sets of parameter values on the same claims or commands',
  positionals: [],
  options: {
    ...STATE_OPTIONS,
    claims: { ...claims, required: false },
    commands: { ...commands, required: false, about: 'commands of lifecycles, instead of claims' },
    tables,
    params: { ...params, about: "the parameter values before (default: the state's own)" },
    against: { value: 'FILE', about: 'the parameter values after', required: true },
    height: { ...height, required: false, about: 'height of the settlement of claims, in blocks' },
    id: { value: 'ID', about: 'name of the settlement, or of the run' },
    group,
    engine,
    ...STREAM_OPTIONS,
    'expect-equal': { about: 'exit with 3 where anything differs' },
    json: { about: 'write the comparison as JSON, with every account that differs' },
  },
  example: `tlmkit diff ${EXAMPLE_DIFF}`,
  run: runDiff,
}

async function runDiff(call: CommandCall): Promise<0 | 3> {
  const { options, io } = call
  const range = await readRange(call)
  const before = namedValues(call, options.text('params'))
  const after = namedValues(call, options.required('against'))
  const comparison = await compareValues(range, { before, after })
  const told = { range, before: before?.file, after: after.file, comparison }
  if (options.flag('json')) {
    io.stdout.write(`${canonicalJson(diffJson(told), { indent: 2 })}\n`)
  } else io.stdout.write(diffText(told, createStyle(io, io.stdout)))
  return options.flag('expect-equal') && !comparison.isEqual ? 3 : 0
}

function namedValues(call: CommandCall, file: string): NamedValues
function namedValues(call: CommandCall, file: string | undefined): NamedValues | undefined
function namedValues({ io }: CommandCall, file: string | undefined): NamedValues | undefined {
  if (file === undefined) return undefined
  return { file, values: readValues({ path: file, cwd: io.cwd }) }
}
