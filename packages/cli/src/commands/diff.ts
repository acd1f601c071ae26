import { canonicalJson, parseAccount } from '@tlmkit/core'
import { asUsage } from '../arguments/asUsage.js'
import type { Command, CommandCall, OptionSpecs } from '../arguments/Command.js'
import { assertValues, type NamedValues } from '../comparing/assertValues.js'
import { changedParams } from '../comparing/changedParams.js'
import { compareStates } from '../comparing/compareStates.js'
import { readRange } from '../comparing/readRange.js'
import type { SettlementRange } from '../comparing/SettlementRange.js'
import { withValues } from '../comparing/withValues.js'
import { SCRIPT_OPTIONS, STATE_OPTIONS } from '../reading/readScriptGround.js'
import { SETTLEMENT_OPTIONS } from '../reading/readSettlement.js'
import { readValues } from '../reading/readValues.js'
import { createStyle } from '../rendering/createStyle.js'
import { diffText } from '../rendering/diffText.js'
import { diffJson } from '../summary/diffJson.js'
import { EXAMPLE_DIFF } from './examples.js'
import { STREAM_OPTIONS } from './settleFromStreams.js'

const { claims, tables, params, height, engine } = SETTLEMENT_OPTIONS
const { commands, group } = SCRIPT_OPTIONS

/** Options that say what is settled twice, but for its height and state. */
export const RANGE_OPTIONS = {
  claims: { ...claims, required: false },
  commands: { ...commands, required: false, about: 'commands of lifecycles, instead of claims' },
  tables,
  group,
  engine,
  ...STREAM_OPTIONS,
  pool: {
    value: 'ACCOUNT',
    about: 'tell what this account holds at the end and at its lowest',
    many: true,
  },
} as const satisfies OptionSpecs

/** Compares what two sets of parameter values come to on the same claims or commands. */
export const diff: Command = {
  name: 'diff',
  summary: 'Compares two sets of parameter values on the same claims or commands',
  positionals: [],
  options: {
    ...STATE_OPTIONS,
    params: { ...params, about: "the parameter values before (default: the state's own)" },
    against: { value: 'FILE', about: 'the parameter values after', required: true },
    ...RANGE_OPTIONS,
    height: { ...height, required: false, about: 'height of the settlement of claims, in blocks' },
    id: { value: 'ID', about: 'name of the settlement, or of the run' },
    'expect-equal': { about: 'exit with 3 where anything differs' },
    json: { about: 'write the comparison as JSON, with every account that differs' },
  },
  example: `tlmkit diff ${EXAMPLE_DIFF}`,
  run: runDiff,
}

async function runDiff(call: CommandCall): Promise<0 | 3> {
  const { options, io } = call
  const pools = readPools(call)
  const range = await readRange(call)
  const given = options.text('params')
  const before = given === undefined ? undefined : namedValues(call, range, given)
  const after = namedValues(call, range, options.required('against'))
  const states = {
    before: before === undefined ? range.state : withValues(range.state, before.values),
    after: withValues(range.state, after.values),
  }
  const comparison = await compareStates(range, { ...states, pools })
  const changed = changedParams(range.network, states)
  const told = { range, before: before?.file, after: after.file, params: changed, comparison }
  if (options.flag('json')) {
    io.stdout.write(`${canonicalJson(diffJson(told), { indent: 2 })}\n`)
  } else io.stdout.write(diffText(told, createStyle(io, io.stdout)))
  return options.flag('expect-equal') && !comparison.isEqual ? 3 : 0
}

/** The accounts that `--pool` names. Errors: those of `parseAccount`. */
export function readPools({ options }: CommandCall): readonly string[] {
  return asUsage(() => options.list('pool').map((path) => parseAccount(path, '--pool')))
}

function namedValues({ io }: CommandCall, { network }: SettlementRange, file: string): NamedValues {
  const named = { file, values: readValues({ path: file, cwd: io.cwd }) }
  assertValues(network, named)
  return named
}
