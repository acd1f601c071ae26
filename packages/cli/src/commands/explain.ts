import { canonicalJson, createExplainer } from '@tlmkit/core'
import type { Command, CommandCall } from '../arguments/Command.js'
import { findSubject } from '../explaining/findSubject.js'
import { settleForBlocks } from '../explaining/settleForBlocks.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { readSettlement, SETTLEMENT_OPTIONS } from '../reading/readSettlement.js'
import { createStyle } from '../rendering/createStyle.js'
import { explanationText } from '../rendering/explanationText.js'
import { payeeText } from '../rendering/payeeText.js'
import { plainJson } from '../rendering/plainJson.js'
import { EXAMPLE_CLAIM, EXAMPLE_SETTLEMENT } from './examples.js'

/** Tells why a claim or a payee came to what it came to. */
export const explain: Command = {
  name: 'explain',
  summary: 'Tells step by step why a claim or a payee got what it got, or nothing',
  positionals: ['<claim|payee>'],
  options: {
    ...SETTLEMENT_OPTIONS,
    journal: { value: 'FILE', about: 'the journal of the settlement, instead of settling again' },
    json: { about: 'write the explanation as JSON' },
  },
  example: `tlmkit explain ${EXAMPLE_CLAIM} \\\n  ${EXAMPLE_SETTLEMENT}`,
  run: runExplain,
}

async function runExplain(call: CommandCall): Promise<0> {
  const { options, io, positionals } = call
  const [name = ''] = positionals
  const files = await readSettlement(call)
  const { network, state, input } = files
  const blocks = await settleForBlocks(call, files)
  const subject = findSubject(network, blocks, name)
  const style = createStyle(io, io.stdout)
  const write = (explained: object, text: () => string): void => {
    const isJson = options.flag('json')
    io.stdout.write(isJson ? `${canonicalJson(plainJson(explained), { indent: 2 })}\n` : text())
  }
  if ('payee' in subject) {
    write(subject.payee, () => payeeText(network, subject.payee, style))
    return 0
  }
  const explainer = createExplainer(network, { state, input, blocks }, { sha256: nodeSha256 })
  const claim = explainer.explain(subject.kind, subject.key)
  write(claim, () => explanationText(network, claim, style))
  return 0
}
