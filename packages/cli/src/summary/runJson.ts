import { canonicalJson, type Json, type JournalEntry } from '@tlmkit/core'
import { commandHead, statusName } from '../rendering/lineText.js'
import type { LineResult } from '../running/settleGroup.js'
import { balanceChanges, supplyChanges } from './balanceChanges.js'
import { isMoney } from './isMoney.js'
import type { RunSummary } from './RunSummary.js'
import { amountJson, supplyJson } from './summaryJson.js'

type JsonObject = { readonly [key: string]: Json }

/** A line of a file of commands for programs: what became of it, its claims and events. */
export function lineJson({ line, result }: LineResult): JsonObject {
  const head = { line: line.number, ...commandHead(line.value), status: statusName(result) }
  if (result.status === 'rejected') {
    const { code, by, message } = result
    return { type: 'command', ...head, code, by, message }
  }
  if (result.status === 'repeated') return { type: 'command', ...head }
  return {
    type: 'command',
    ...head,
    claims: result.claims.map(({ entry }) => claimOf(entry)),
    events: result.entries.flatMap(({ events }) =>
      events.map(({ tlm, event, fields }) => ({ tlm, event, fields })),
    ),
  }
}

/** What a run came to for programs: every account whose balance changed, amounts as text. */
export function runJson({ network, file, before, run, totals, until }: RunSummary): JsonObject {
  const { accepted, refused, repeated, claims, settledBefore, settlements } = totals
  const { left, firstLeft, stopped, state: after } = run
  return {
    network: network.name,
    commands: file,
    counts: { accepted, refused, repeated, left, claims },
    ...(until === undefined ? {} : { until: until.toString() }),
    ...(firstLeft === undefined ? {} : { firstLeft: firstLeft.number }),
    ...(stopped === undefined ? {} : { stopped: lineJson(stopped) }),
    refusals: totals.refusals.map((refusal) => ({ ...refusal })),
    firstRefused: totals.firstRefused.map(lineJson),
    events: totals.events.map(([event, count]) => ({ event, count })),
    settlements: settlements.map(({ id, height, receiptHash }) => ({
      ...{ id, height: height.toString(), receiptHash },
    })),
    settledBefore,
    height: after.height.toString(),
    supply: supplyChanges(before, after)
      .filter(({ denomination }) => isMoney(network, denomination))
      .map((change) => supplyJson(network, change)),
    balances: balanceChanges(before, after).map(({ account, denomination, balance, change }) => ({
      account,
      denomination,
      balance: amountJson(network, balance, denomination),
      change: amountJson(network, change, denomination),
    })),
  }
}

/** The same as text. */
export function runJsonText(summary: RunSummary): string {
  return `${canonicalJson(runJson(summary), { indent: 2 })}\n`
}

function claimOf({ kind, key, status, claimed, settled }: JournalEntry): JsonObject {
  return {
    ...{ kind, key, status },
    ...(claimed === undefined ? {} : { claimed: claimed.toString() }),
    ...(settled === undefined ? {} : { settled: settled.toString() }),
  }
}
