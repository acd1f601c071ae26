import { formatTokens, receiptToJson, type Json, type Network } from '@tlmkit/core'
import type { PhaseTimes } from '../streaming/Stopwatch.js'
import type { SupplyChange } from './balanceChanges.js'
import { type ClaimLine, isCapped, type Summary } from './summarize.js'

/** A summary for programs: every amount in base units and in tokens, as text. */
export function summaryJson(network: Network, summary: Summary): { readonly [key: string]: Json } {
  const { receipt, receiptHash, repeated, capped, reasons, carried, dust, payouts } = summary
  const paid = ({ account, denomination, amount }: (typeof payouts)[number]): Json => ({
    account,
    denomination,
    ...amountJson(network, amount, denomination),
  })
  return {
    settlement: receipt.settlement,
    network: receipt.network,
    height: receipt.height.toString(),
    repeated,
    claims: { ...receipt.claims, ...(capped === undefined ? {} : { capped }) },
    reasons: reasons.map((reason) => ({ ...reason })),
    supply: Object.entries(receipt.supply).map(([denomination, change]) =>
      supplyJson(network, { denomination, ...change }),
    ),
    carried: carried.map(paid),
    dust: dust.map(({ tlm, taker, denomination, units }) => ({
      tlm,
      taker,
      denomination,
      ...amountJson(network, units, denomination),
    })),
    payouts: payouts.map(paid),
    receiptHash,
    receipt: receiptToJson(receipt),
  }
}

/** What was minted and burned of a denomination. */
export function supplyJson(
  network: Network,
  { denomination, minted, burned }: SupplyChange,
): { readonly [key: string]: Json } {
  return {
    denomination,
    minted: amountJson(network, minted, denomination),
    burned: amountJson(network, burned, denomination),
    change: amountJson(network, minted - burned, denomination),
  }
}

/** Whole milliseconds per part of the work. */
export function timingsJson(timings: PhaseTimes): { readonly [key: string]: Json } {
  return Object.fromEntries(
    Object.entries(timings).map(([phase, time]) => [phase, Math.round(time)]),
  )
}

/** One claim for programs. */
export function claimJson(line: ClaimLine): { readonly [key: string]: Json } {
  const { kind, key, status, tlm, code, at, claimed, settled } = line
  return {
    type: 'claim',
    kind,
    key,
    status,
    ...(status === 'settled' ? {} : { tlm, code, at }),
    ...(claimed === undefined ? {} : { claimed: claimed.toString() }),
    ...(settled === undefined ? {} : { settled: settled.toString() }),
    capped: isCapped(line),
  }
}

/** An amount in base units and in tokens. */
export function amountJson(
  network: Network,
  amount: bigint,
  name: string,
): { readonly [key: string]: Json } {
  const denomination = network.denominations[name]
  const tokens = denomination === undefined ? {} : { tokens: formatTokens(amount, denomination) }
  return { units: amount.toString(), ...tokens }
}
