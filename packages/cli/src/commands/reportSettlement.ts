import { canonicalJson, jsonLine, type Network, type SettleResult } from '@tlmkit/core'
import type { CommandCall } from '../arguments/Command.js'
import { createStyle } from '../rendering/createStyle.js'
import { claimListText, summaryText } from '../rendering/summaryText.js'
import { timingsText } from '../rendering/timingsText.js'
import type { PhaseTimes } from '../streaming/Stopwatch.js'
import type { ClaimFilter } from '../summary/ClaimFilter.js'
import { claimLines, summarize } from '../summary/summarize.js'
import { claimJson, summaryJson, timingsJson } from '../summary/summaryJson.js'

/** A settlement, and what was done with it. */
export interface SettlementReport {
  readonly network: Network
  readonly result: SettleResult
  /** Which claims to list; undefined where none was asked for. */
  readonly filter: ClaimFilter | undefined
  /** Files, as the command line calls them. */
  readonly written: readonly string[]
  readonly timings: PhaseTimes
  /** Whether the claims were not held, so that only totals are known of them. */
  readonly isStreamed: boolean
}

/** Says on standard output what a settlement came to. */
export function reportSettlement(call: CommandCall, report: SettlementReport): void {
  const { options, io } = call
  const { network, result, filter, written, timings, isStreamed } = report
  if (!options.flag('dry-run') && written.length > 0) io.onWritten?.(written)
  const summary = summarize(network, result, { isStreamed })
  const times = options.flag('timings') ? { milliseconds: timingsJson(timings) } : {}
  if (options.flag('ndjson')) {
    for (const line of claimLines(result, filter ?? (() => true))) {
      io.stdout.write(`${jsonLine(claimJson(line))}\n`)
    }
    const json = { type: 'summary', ...summaryJson(network, summary), ...times }
    io.stdout.write(`${jsonLine(json)}\n`)
    return
  }
  const shown = filter === undefined ? undefined : [...claimLines(result, filter)]
  if (options.flag('json')) {
    const claims = shown === undefined ? {} : { shown: shown.map(claimJson) }
    const json = { ...summaryJson(network, summary), ...claims, ...times }
    io.stdout.write(`${canonicalJson(json, { indent: 2 })}\n`)
    return
  }
  const style = createStyle(io, io.stdout)
  if (shown !== undefined) io.stdout.write(claimListText(shown, style))
  io.stdout.write(summaryText(network, summary, style))
  if (options.flag('timings')) io.stdout.write(timingsText(timings, style))
  reportFiles(call, report)
}

function reportFiles({ options, io }: CommandCall, { written, result }: SettlementReport): void {
  const skipped = result.repeated && (options.flag('out') || options.flag('payees'))
  if (options.flag('dry-run')) io.stdout.write('\nDry run: no file was written.\n')
  else if (written.length > 0) io.stdout.write(`\nWritten: ${written.join(', ')}\n`)
  if (skipped) io.stdout.write('Nothing was posted, so there is no journal to write.\n')
}
