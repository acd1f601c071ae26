import { canonicalJson } from '@tlmkit/core'
import { quoteBill } from '@tlmkit/tlm-inference'
import type { Command, CommandCall } from '../arguments/Command.js'
import { readBill } from '../quoting/readBill.js'
import { readNetworkState, STATE_OPTIONS } from '../reading/readScriptGround.js'
import { SETTLEMENT_OPTIONS } from '../reading/readSettlement.js'
import { createStyle } from '../rendering/createStyle.js'
import { quoteText } from '../rendering/quoteText.js'
import { quoteJson } from '../summary/quoteJson.js'
import { EXAMPLE_QUOTE } from './examples.js'

/** Says what a bill for inference comes to, without effect. */
export const quote: Command = {
  name: 'quote',
  summary: 'Says what a bill for inference comes to: escrow, cost, every part, refund',
  positionals: [],
  options: {
    ...STATE_OPTIONS,
    'cu-max': { value: 'N', about: 'compute units the bill is opened for', required: true },
    cu: { value: 'N', about: 'compute units that are settled (default: all of them)' },
    t: { value: 'MS', about: 'how long the answer takes, in ms (default: in time)' },
    model: { value: 'NAME', about: 'the model, which has a target for that' },
    target: { value: 'MS', about: 'a target in ms, instead of that of a model' },
    direct: { about: 'no adaptor routes it: its part stays with the node' },
    params: { ...SETTLEMENT_OPTIONS.params, about: 'parameter values, instead of the newest' },
    json: { about: 'write the quote as JSON' },
  },
  example: `tlmkit quote ${EXAMPLE_QUOTE}`,
  run: runQuote,
}

async function runQuote(call: CommandCall): Promise<0> {
  const { options, io } = call
  const ground = await readNetworkState(call)
  const bill = await readBill(call, ground)
  const told = { network: ground.network, bill, quote: quoteBill(bill) }
  if (options.flag('json')) {
    io.stdout.write(`${canonicalJson(quoteJson(told), { indent: 2 })}\n`)
  } else io.stdout.write(quoteText(told, createStyle(io, io.stdout)))
  return 0
}
