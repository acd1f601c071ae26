import { canonicalJson, parseAccount } from '@tlmkit/core'
import { asUsage } from '../arguments/asUsage.js'
import type { Command, CommandCall } from '../arguments/Command.js'
import { poolFigures } from '../inspecting/insuranceFigures.js'
import { readNetworkState, STATE_OPTIONS } from '../reading/readScriptGround.js'
import { createStyle } from '../rendering/createStyle.js'
import { plainJson } from '../rendering/plainJson.js'
import { poolText } from '../rendering/poolText.js'
import { EXAMPLE_STATE } from './examples.js'

/** Shows what an insurance pool holds, took in and paid out. */
export const insurance: Command = {
  name: 'insurance',
  summary: 'Shows what the insurance pool of a state holds, took in and paid out, by cause',
  positionals: [],
  options: {
    ...STATE_OPTIONS,
    account: { value: 'PATH', about: 'account of the pool (default module/insurance)' },
    json: { about: 'write the figures as JSON' },
  },
  example: `tlmkit insurance ${EXAMPLE_STATE}`,
  run: runInsurance,
}

async function runInsurance(call: CommandCall): Promise<0> {
  const { options, io } = call
  const path = options.text('account') ?? 'module/insurance'
  const account = asUsage(() => parseAccount(path, '--account'))
  const ground = await readNetworkState(call)
  const { network, state } = ground
  const figures = poolFigures(network, state, account)
  if (options.flag('json')) {
    const json = { network: network.name, height: state.height, ...figures }
    io.stdout.write(`${canonicalJson(plainJson(json), { indent: 2 })}\n`)
  } else io.stdout.write(poolText(ground, figures, createStyle(io, io.stdout)))
  return 0
}
