import { canonicalJson, parseId } from '@tlmkit/core'
import { asUsage } from '../arguments/asUsage.js'
import type { Command, CommandCall } from '../arguments/Command.js'
import { nodeFigures } from '../inspecting/nodeFigures.js'
import { readNetworkState, STATE_OPTIONS } from '../reading/readScriptGround.js'
import { createStyle } from '../rendering/createStyle.js'
import { nodeText } from '../rendering/nodeText.js'
import { plainJson } from '../rendering/plainJson.js'
import { EXAMPLE_STATE } from './examples.js'

/** Shows what a state holds of a node. */
export const node: Command = {
  name: 'node',
  summary: 'Shows what a state holds of a node: balances, bonds, debts, strikes, its work',
  positionals: ['<id>'],
  options: {
    ...STATE_OPTIONS,
    json: { about: 'write all of it as JSON' },
  },
  example: `tlmkit node eve ${EXAMPLE_STATE}`,
  run: runNode,
}

async function runNode(call: CommandCall): Promise<0> {
  const { options, io, positionals } = call
  const id = asUsage(() => parseId(positionals[0], '<id>'))
  const ground = await readNetworkState(call)
  const { network, state } = ground
  const figures = nodeFigures(network, state, id)
  if (options.flag('json')) {
    const json = { network: network.name, height: state.height, ...figures }
    io.stdout.write(`${canonicalJson(plainJson(json), { indent: 2 })}\n`)
  } else io.stdout.write(nodeText(ground, figures, createStyle(io, io.stdout)))
  return 0
}
