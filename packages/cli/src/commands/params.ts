import { canonicalJson } from '@tlmkit/core'
import type { Command, CommandCall } from '../arguments/Command.js'
import { findParam, paramFigures, usesOf } from '../inspecting/paramFigures.js'
import { readNetworkState, STATE_OPTIONS } from '../reading/readScriptGround.js'
import { createStyle } from '../rendering/createStyle.js'
import { paramText } from '../rendering/paramText.js'
import { historyText, paramsText } from '../rendering/paramsText.js'
import { paramJson, paramsJson } from '../summary/paramsJson.js'
import { EXAMPLE_PARAM } from './examples.js'

/** Lists the parameters of a network, and tells of one what it does. */
export const params: Command = {
  name: 'params',
  summary: 'Lists the parameters of a network: unit, bounds, default, current value, effect',
  positionals: [],
  options: {
    ...STATE_OPTIONS,
    explain: { value: 'KEY', about: 'tell all about one: its key, or owner.key' },
    history: { about: 'list the values that each took, by version' },
    json: { about: 'write all of it as JSON' },
  },
  example: `tlmkit params ${EXAMPLE_PARAM}`,
  run: runParams,
}

async function runParams(call: CommandCall): Promise<0> {
  const { options, io } = call
  options.atMostOne(['explain', 'history'])
  const ground = await readNetworkState(call)
  const { network, state } = ground
  const figures = paramFigures(network, state)
  const isJson = options.flag('json')
  const style = createStyle(io, io.stdout)
  const name = options.text('explain')
  if (name !== undefined) {
    const found = findParam(network, figures, name)
    const told = { ...ground, figures: found, uses: usesOf(network, found.param) }
    io.stdout.write(
      isJson ? `${canonicalJson(paramJson(told), { indent: 2 })}\n` : paramText(told, style),
    )
    return 0
  }
  if (isJson) io.stdout.write(`${canonicalJson(paramsJson(ground, figures), { indent: 2 })}\n`)
  else if (options.flag('history')) io.stdout.write(historyText(ground, figures, style))
  else io.stdout.write(paramsText(ground, figures, style))
  return 0
}
