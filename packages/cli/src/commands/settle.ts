import {
  canonicalJson,
  journalBlockToLines,
  jsonLine,
  receiptToJson,
  settle as settleClaims,
  stateToJson,
  type SettleResult,
} from '@tlmkit/core'
import { dirname, join, resolve } from 'node:path'
import type { Command, CommandCall } from '../arguments/Command.js'
import { CommandLineError } from '../arguments/CommandLineError.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import {
  readSettlement,
  SETTLEMENT_OPTIONS,
  type SettlementFiles,
} from '../reading/readSettlement.js'
import { createProgress } from '../rendering/createProgress.js'
import { createStyle } from '../rendering/createStyle.js'
import { claimListText, summaryText } from '../rendering/summaryText.js'
import { parseFilter } from '../summary/ClaimFilter.js'
import { claimLines, summarize } from '../summary/summarize.js'
import { claimJson, summaryJson } from '../summary/summaryJson.js'
import { assertFreshFolder } from '../writing/assertFreshFolder.js'
import { payeesCsv } from '../writing/payeesCsv.js'
import { writeTogether, type FileDraft } from '../writing/writeTogether.js'
import { EXAMPLE_SETTLEMENT } from './examples.js'

/** Settles claims, says what it came to, and writes journal, receipt and the state after. */
export const settle: Command = {
  name: 'settle',
  summary: 'Settles claims and writes journal, receipt and the state after',
  positionals: [],
  options: {
    ...SETTLEMENT_OPTIONS,
    out: { value: 'DIR', about: 'write journal.ndjson and receipt.json to a new or empty folder' },
    'state-out': { value: 'FILE', about: 'write the state after; may be the file it started from' },
    payees: { value: 'FILE', about: 'write net payouts as CSV' },
    'dry-run': { about: 'write no file' },
    only: { value: 'KIND/KEY', about: 'list the claims of a kind, or whose key starts so' },
    json: { about: 'write the summary as JSON' },
    ndjson: { about: 'write one line of JSON per claim, then the summary' },
  },
  example: `tlmkit settle ${EXAMPLE_SETTLEMENT} --dry-run`,
  run: runSettle,
}

async function runSettle(call: CommandCall): Promise<0> {
  const { options, io } = call
  options.atMostOne(['json', 'ndjson'])
  const files = await readSettlement(call)
  const out = options.text('out')
  if (out !== undefined) assertFreshFolder(resolve(io.cwd, out), out)
  const progress = createProgress(io)
  let result: SettleResult
  try {
    result = settleClaims(files.network, files.state, files.input, {
      sha256: nodeSha256,
      onProgress: progress.onProgress,
    })
  } finally {
    progress.clear()
  }
  const drafts = draftFiles(call, files, result)
  if (!options.flag('dry-run')) writeTogether(drafts)
  report(call, files, result)
  reportFiles(call, drafts, result)
  return 0
}

function draftFiles(
  { options, io }: CommandCall,
  { network }: SettlementFiles,
  result: SettleResult,
): readonly FileDraft[] {
  const drafts: FileDraft[] = []
  const add = (shown: string, text: Iterable<string>): void => {
    drafts.push({ path: resolve(io.cwd, shown), shown, text })
  }
  const [out, payees, stateOut] = ['out', 'payees', 'state-out'].map((name) => options.text(name))
  if (out !== undefined) {
    if (!result.repeated) add(join(out, 'journal.ndjson'), journalText(result))
    const receipt = canonicalJson(receiptToJson(result.receipt), { indent: 2 })
    add(join(out, 'receipt.json'), [`${receipt}\n`])
  }
  if (payees !== undefined && !result.repeated) add(payees, payeesCsv(network, result.payouts))
  if (stateOut !== undefined) {
    add(stateOut, [`${canonicalJson(stateToJson(result.state), { indent: 2 })}\n`])
  }
  assertDifferent(drafts)
  const tables = options.text('tables')
  assertNoInput(drafts, {
    files: inputPaths({ options, io }),
    tables: tables === undefined ? undefined : resolve(io.cwd, tables),
  })
  return drafts
}

function* journalText({ blocks }: SettleResult): Generator<string> {
  for (const block of blocks) for (const line of journalBlockToLines(block)) yield `${line}\n`
}

function assertDifferent(drafts: readonly FileDraft[]): void {
  const paths = new Set(drafts.map(({ path }) => path))
  if (paths.size === drafts.length) return
  throw new CommandLineError({
    code: 'option-conflict',
    message: 'Two of --out, --payees and --state-out name the same file.',
  })
}

/** Files that the settlement reads. The state may be written where it was read. */
function inputPaths({ options, io }: Pick<CommandCall, 'options' | 'io'>): readonly string[] {
  const claims = options.list('claims').map((text) => text.slice(text.indexOf('=') + 1))
  const files = [options.text('params'), options.text('network'), ...claims]
  const state = options.text('state-out') === options.text('state') ? [] : [options.text('state')]
  return [...files, ...state]
    .filter((path) => path !== undefined)
    .map((path) => resolve(io.cwd, path))
}

interface Inputs {
  readonly files: readonly string[]
  readonly tables: string | undefined
}

function assertNoInput(drafts: readonly FileDraft[], { files, tables }: Inputs): void {
  for (const { path, shown } of drafts) {
    const isInput = files.includes(path) || dirname(path) === tables
    if (!isInput) continue
    throw new CommandLineError({
      code: 'option-conflict',
      message: `${shown} is, or lies in, what this settlement reads: write somewhere else.`,
    })
  }
}

function report(
  { options, io }: CommandCall,
  { network }: SettlementFiles,
  result: SettleResult,
): void {
  const { stdout } = io
  const summary = summarize(network, result)
  const only = options.text('only')
  const filter = only === undefined ? () => true : parseFilter(network, only)
  if (options.flag('ndjson')) {
    for (const line of claimLines(result, filter)) stdout.write(`${jsonLine(claimJson(line))}\n`)
    stdout.write(`${jsonLine({ type: 'summary', ...summaryJson(network, summary) })}\n`)
    return
  }
  const shown = only === undefined ? undefined : [...claimLines(result, filter)]
  if (options.flag('json')) {
    const claims = shown === undefined ? {} : { shown: shown.map(claimJson) }
    const json = { ...summaryJson(network, summary), ...claims }
    stdout.write(`${canonicalJson(json, { indent: 2 })}\n`)
    return
  }
  const style = createStyle(io, stdout)
  if (shown !== undefined) stdout.write(claimListText(shown, style))
  stdout.write(summaryText(network, summary, style))
}

function reportFiles(
  { options, io }: CommandCall,
  drafts: readonly FileDraft[],
  { repeated }: SettleResult,
): void {
  if (options.flag('json') || options.flag('ndjson')) return
  const names = drafts.map(({ shown }) => shown).join(', ')
  const skipped = repeated && (options.flag('out') || options.flag('payees'))
  if (options.flag('dry-run')) io.stdout.write('\nDry run: no file was written.\n')
  else if (names !== '') io.stdout.write(`\nWritten: ${names}\n`)
  if (skipped) io.stdout.write('Nothing was posted, so there is no journal to write.\n')
}
