import { canonicalJson, createExplainer } from '@tlmkit/core'
import type { Command, CommandCall } from '../arguments/Command.js'
import { CommandLineError } from '../arguments/CommandLineError.js'
import type { GivenOptions } from '../arguments/GivenOptions.js'
import { explainCommands, type ExplainedSubject } from '../explaining/explainCommands.js'
import { findSubject } from '../explaining/findSubject.js'
import { settleForBlocks } from '../explaining/settleForBlocks.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { readScriptGround, SCRIPT_OPTIONS } from '../reading/readScriptGround.js'
import { readSettlement, SETTLEMENT_OPTIONS } from '../reading/readSettlement.js'
import { createProgress } from '../rendering/createProgress.js'
import { createStyle } from '../rendering/createStyle.js'
import { explanationText } from '../rendering/explanationText.js'
import { payeeText } from '../rendering/payeeText.js'
import { plainJson } from '../rendering/plainJson.js'
import { EXAMPLE_CLAIM, EXAMPLE_SETTLEMENT } from './examples.js'

const { state, claims, height, id } = SETTLEMENT_OPTIONS
const { commands, group } = SCRIPT_OPTIONS

/** Tells why a claim or a payee came to what it came to. */
export const explain: Command = {
  name: 'explain',
  summary: 'Tells step by step why a claim or a payee got what it got, or nothing',
  positionals: ['<claim|payee>'],
  options: {
    ...SETTLEMENT_OPTIONS,
    state: { ...state, required: false },
    claims: { ...claims, required: false },
    height: { ...height, required: false, about: `${height.about}; with --claims` },
    commands: { ...commands, required: false, about: `${commands.about}, instead of --claims` },
    group,
    id: { ...id, about: 'name of the settlement, or of the run' },
    journal: { value: 'FILE', about: 'the journal of the settlement, instead of settling again' },
    json: { about: 'write the explanation as JSON' },
  },
  example: `tlmkit explain ${EXAMPLE_CLAIM} \\\n  ${EXAMPLE_SETTLEMENT}`,
  run: runExplain,
}

async function runExplain(call: CommandCall): Promise<0> {
  const { options, io } = call
  assertOneInput(options)
  const explained = options.flag('commands') ? await fromCommands(call) : await fromClaims(call)
  const { network, subject } = explained
  if (options.flag('json')) {
    const plain = 'payee' in subject ? subject.payee : subject.claim
    io.stdout.write(`${canonicalJson(plainJson(plain), { indent: 2 })}\n`)
    return 0
  }
  const style = createStyle(io, io.stdout)
  const text =
    'payee' in subject
      ? payeeText(network, subject.payee, style)
      : explanationText(network, subject.claim, style)
  io.stdout.write(text)
  return 0
}

interface Explained {
  readonly network: Parameters<typeof explanationText>[0]
  readonly subject: ExplainedSubject
}

async function fromClaims(call: CommandCall): Promise<Explained> {
  const [name = ''] = call.positionals
  const files = await readSettlement(call)
  const { network, input } = files
  const blocks = await settleForBlocks(call, files)
  const subject = findSubject(network, blocks, name)
  if ('payee' in subject) return { network, subject }
  const source = { state: files.state, input, blocks }
  const explainer = createExplainer(network, source, { sha256: nodeSha256 })
  return { network, subject: { claim: explainer.explain(subject.kind, subject.key) } }
}

async function fromCommands(call: CommandCall): Promise<Explained> {
  const [name = ''] = call.positionals
  const { onBytes, onCommands, clear } = createProgress(call.io)
  const ground = { ...(await readScriptGround(call)), onBytes }
  try {
    return { network: ground.network, subject: await explainCommands(ground, name, onCommands) }
  } finally {
    clear()
  }
}

/** Errors: `option-missing`, `option-conflict`. */
function assertOneInput(options: GivenOptions): void {
  for (const name of ['claims', 'journal', 'height']) options.atMostOne(['commands', name])
  if (options.flag('claims') || options.flag('commands')) return
  throw new CommandLineError({
    code: 'option-missing',
    message: 'Give --claims with --state and --height, or --commands.',
    details: { options: ['claims', 'commands'] },
  })
}
