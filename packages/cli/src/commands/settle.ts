import { settle as settleClaims, type SettleResult } from '@tlmkit/core'
import type { Command, CommandCall } from '../arguments/Command.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { readEngine, readSettlement, SETTLEMENT_OPTIONS } from '../reading/readSettlement.js'
import { createProgress } from '../rendering/createProgress.js'
import { Stopwatch } from '../streaming/Stopwatch.js'
import { assertClaimsOf, parseFilter } from '../summary/ClaimFilter.js'
import { claimLines } from '../summary/summarize.js'
import { outputTargets, type OutputTargets } from '../writing/outputTargets.js'
import { payeesCsv } from '../writing/payeesCsv.js'
import { journalText, receiptText, stateText } from '../writing/settlementTexts.js'
import { within, type FileTarget } from '../writing/StagedFiles.js'
import { writeTogether, type FileDraft } from '../writing/writeTogether.js'
import { EXAMPLE_SETTLEMENT } from './examples.js'
import { reportSettlement, type SettlementReport } from './reportSettlement.js'
import { settleFromStreams, streamedReason, STREAM_OPTIONS } from './settleFromStreams.js'

/** Settles claims, says what it came to, and writes journal, receipt and the state after. */
export const settle: Command = {
  name: 'settle',
  summary: 'Settles claims and writes journal, receipt and the state after',
  positionals: [],
  options: {
    ...SETTLEMENT_OPTIONS,
    out: { value: 'DIR', about: 'write journal and receipt.json to a new or empty folder' },
    'state-out': { value: 'FILE', about: 'write the state after; may be the file it started from' },
    payees: { value: 'FILE', about: 'write net payouts as CSV' },
    'dry-run': { about: 'write no file' },
    ...STREAM_OPTIONS,
    only: { value: 'KIND/KEY', about: 'list the claims of a kind, or whose key starts so' },
    timings: { about: 'say how long each part took' },
    json: { about: 'write the summary as JSON' },
    ndjson: { about: 'write one line of JSON per claim, then the summary' },
  },
  example: `tlmkit settle ${EXAMPLE_SETTLEMENT} --dry-run`,
  run: runSettle,
}

async function runSettle(call: CommandCall): Promise<0> {
  call.options.atMostOne(['json', 'ndjson'])
  const reason = streamedReason(call.options)
  const report =
    reason === undefined ? await settleInMemory(call) : await settleFromStreams(call, reason)
  reportSettlement(call, report)
  return 0
}

async function settleInMemory(call: CommandCall): Promise<SettlementReport> {
  const { options, io } = call
  const engine = readEngine(options)
  const watch = new Stopwatch(io.now)
  const { network, state, input } = await watch.during('read', () => readSettlement(call))
  const only = options.text('only')
  const filter = only === undefined ? undefined : parseFilter(network, only)
  const targets = outputTargets(call)
  const { onProgress, clear } = createProgress(io)
  let result: SettleResult
  try {
    result = await watch.during('settle', () =>
      settleClaims(network, state, input, { sha256: nodeSha256, onProgress, engine }),
    )
  } finally {
    clear()
  }
  if (only !== undefined && filter !== undefined && !result.repeated) {
    assertClaimsOf(network, { only, claims: claimLines(result, () => true) })
  }
  const drafts = draftFiles(targets, { result, payees: payeesCsv(network, result.payouts) })
  if (!options.flag('dry-run')) {
    await watch.during('write', () => {
      writeTogether(drafts)
    })
  }
  const written = drafts.map(({ shown }) => shown)
  return { network, result, filter, written, timings: watch.spent, isStreamed: false }
}

interface Drafted {
  readonly result: SettleResult
  readonly payees: Iterable<string>
}

function draftFiles(
  { out, payees, stateOut }: OutputTargets,
  { result, payees: lines }: Drafted,
): readonly FileDraft[] {
  const drafts: FileDraft[] = []
  const add = (target: FileTarget, text: Iterable<string>): void => {
    drafts.push({ ...target, text })
  }
  if (out !== undefined) {
    if (!result.repeated) add(within(out, 'journal.ndjson'), journalText(result.blocks))
    add(within(out, 'receipt.json'), [receiptText(result.receipt)])
  }
  if (payees !== undefined && !result.repeated) add(payees, lines)
  if (stateOut !== undefined) add(stateOut, [stateText(result.state)])
  return drafts
}
