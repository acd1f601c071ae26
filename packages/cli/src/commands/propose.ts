import { InputError, canonicalJson, jsonLine } from '@tlmkit/core'
import type { Network, State } from '@tlmkit/core'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command, CommandCall } from '../arguments/Command.js'
import { compareStates } from '../comparing/compareStates.js'
import { readRange, refuseOptions } from '../comparing/readRange.js'
import type { Proposal, ProposeCommand } from '../proposing/Proposal.js'
import { assertAccepted, hasProposals, proposeCommand } from '../proposing/proposeCommand.js'
import { readProposal } from '../proposing/readProposal.js'
import type { ProposedImpact, ToldProposal } from '../proposing/ToldProposal.js'
import { readNetworkState, STATE_OPTIONS } from '../reading/readScriptGround.js'
import { presentTables, readTables } from '../reading/readTables.js'
import { createStyle } from '../rendering/createStyle.js'
import { errorJson, errorText } from '../rendering/errorText.js'
import { proposalText } from '../rendering/proposalText.js'
import { proposalJson } from '../summary/proposalJson.js'
import { writeTogether } from '../writing/writeTogether.js'
import { RANGE_OPTIONS, readPools } from './diff.js'
import { EXAMPLE_PROPOSAL } from './examples.js'

/** Options that are of past claims alone. */
const PAST_OPTIONS = ['claims', 'settlement', 'before', 'pool'] as const

/** Checks changes of parameters, shows what they come to, and writes the command that proposes. */
export const propose: Command = {
  name: 'propose',
  summary:
    'Checks changes of parameters, shows their impact, writes the command that proposes them',
  positionals: ['<key=value>...'],
  options: {
    ...STATE_OPTIONS,
    pay: { value: 'ACCOUNT=AMOUNT', about: 'pay from the treasury, in base units', many: true },
    proposer: { value: 'ID', about: 'who proposes; without it no command is written' },
    work: { value: 'ID', about: 'name of the proposal (default: a hash of it)' },
    height: { value: 'N', about: "height of the command (default: the state's)" },
    time: { value: 'SECONDS', about: "time of the command (default: the state's)" },
    'bond-from': { value: 'NAME', about: 'balance (default) or stake: where the bond comes from' },
    ...RANGE_OPTIONS,
    claims: { ...RANGE_OPTIONS.claims, about: 'past claims to show the impact on' },
    commands: { ...RANGE_OPTIONS.commands, about: 'past commands to show the impact on' },
    settlement: { value: 'N', about: 'height of the settlement of past claims, in blocks' },
    before: { value: 'FILE', about: 'the state before what is past (default: that of --state)' },
    out: { value: 'FILE', about: 'write the command to a new file, which run takes' },
    force: { about: 'replace the file of --out where it is there already' },
    quiet: { about: 'write the command alone' },
    json: { about: 'write all of it as JSON' },
  },
  example: `tlmkit propose ${EXAMPLE_PROPOSAL}`,
  run: runPropose,
}

async function runPropose(call: CommandCall): Promise<0 | 1> {
  const { options, io, positionals } = call
  options.atMostOne(['json', 'quiet'])
  const { network, state } = await readNetworkState(call)
  const texts = { changes: positionals, payments: options.list('pay') }
  const proposal = readProposal(network, state, texts)
  if (proposal.faults.length > 0) return reportFaults(call, proposal)
  const command = readCommand(call, { network, state, proposal })
  const impact = await readImpact(call, { network, state, proposal })
  const written = writeCommand(call, command)
  if (written !== undefined) io.onWritten?.([written])
  const told = { network, state, proposal, command, impact, written }
  report(call, told)
  return 0
}

/** All that is wrong, each as an error of its own. */
function reportFaults({ options, io }: CommandCall, { faults }: Proposal): 1 {
  for (const fault of faults) {
    io.stderr.write(options.flag('json') ? errorJson(fault) : errorText(io, fault))
  }
  return 1
}

interface Proposed {
  readonly network: Network
  readonly state: State
  readonly proposal: Proposal
}

/** Errors: `governance-missing` and `option-missing` where a command is asked for. */
function readCommand(
  { options, io }: CommandCall,
  { network, state, proposal }: Proposed,
): ProposeCommand | undefined {
  const isAsked = options.flag('out') || options.flag('quiet') || options.flag('proposer')
  if (!hasProposals(network)) {
    if (isAsked) throw withoutGovernance(network)
    return undefined
  }
  if (isAsked) options.required('proposer')
  const command = proposeCommand(options, state, proposal)
  if (command !== undefined) {
    const path = options.text('tables')
    const files = path === undefined ? undefined : readTables(network, { path, cwd: io.cwd })
    const tables = files === undefined ? undefined : presentTables(files)
    assertAccepted(network, { state, tables, isGiven: options.flag('state') }, command)
  }
  return command
}

/** What the changes come to on past claims or commands, where some are named. */
async function readImpact(
  call: CommandCall,
  { proposal }: Proposed,
): Promise<ProposedImpact | undefined> {
  const { options } = call
  if (options.flag('commands')) {
    refuseOptions(options, { with: 'commands', names: ['settlement'] })
  } else if (PAST_OPTIONS.some((name) => options.flag(name))) {
    for (const name of ['claims', 'settlement']) options.required(name)
  } else return undefined
  const opening = options.flag('before') ? 'before' : 'state'
  const names = { height: 'settlement', state: opening, id: 'none', params: 'none' }
  const range = await readRange({ ...call, options: options.renamed(names) })
  const after = proposal.overlay(range.state)
  const states = { before: range.state, after, pools: readPools(call) }
  return { range, comparison: await compareStates(range, states) }
}

/** Errors: `out-exists` without `--force`, and the faults of files. */
function writeCommand(
  { options, io }: CommandCall,
  command: ProposeCommand | undefined,
): string | undefined {
  const shown = options.text('out')
  if (shown === undefined || command === undefined) return undefined
  const path = resolve(io.cwd, shown)
  if (existsSync(path) && !options.flag('force')) {
    throw new InputError({
      code: 'out-exists',
      message: `${shown} is there already: name another file, or replace it with --force.`,
      details: { path: shown },
    })
  }
  writeTogether([{ path, shown, text: [`${jsonLine(command)}\n`] }])
  return shown
}

function report({ options, io }: CommandCall, told: ToldProposal): void {
  if (options.flag('quiet')) {
    if (told.command !== undefined) io.stdout.write(`${jsonLine(told.command)}\n`)
    return
  }
  if (options.flag('json')) {
    io.stdout.write(`${canonicalJson(proposalJson(told), { indent: 2 })}\n`)
  } else io.stdout.write(proposalText(told, createStyle(io, io.stdout)))
}

function withoutGovernance({ name }: Network): InputError {
  return new InputError({
    code: 'governance-missing',
    message: `Nobody can propose in network "${name}": it has no lifecycle "proposals". Compare values with tlmkit diff.`,
    details: { network: name },
  })
}
