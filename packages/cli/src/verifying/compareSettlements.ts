import { canonicalJson, entryToJson, keyText, receiptToJson } from '@tlmkit/core'
import type { JournalBlock, JournalEntry, Receipt, SettleResult } from '@tlmkit/core'
import { countOf } from '../rendering/amountText.js'
import { differs, proved, type Finding } from './Finding.js'

const ENTRIES_SHOWN = 5

interface Recorded {
  readonly receipt: Receipt
  readonly blocks: readonly JournalBlock[]
}

/** Compares what was recorded with the same inputs settled again: blocks, then receipt. */
export function compareSettlements(recorded: Recorded, again: SettleResult): readonly Finding[] {
  const { receipt, blocks } = recorded
  const input =
    receipt.inputHash === again.receipt.inputHash
      ? proved('The claims and tables given are those that were settled: they hash to the receipt.')
      : differs(
          'The claims or tables given are not those that were settled: they hash differently.',
        )
  const unequal = blocks.filter(({ hash }, index) => hash !== again.blocks[index]?.hash)
  const isSame = unequal.length === 0 && blocks.length === again.blocks.length
  const journal = isSame
    ? [
        proved(
          `Settled again, they give the same ${countOf(blocks.length, 'block')}, byte by byte.`,
        ),
      ]
    : entryDifferences(blocks, again.blocks)
  return [input, ...journal, ...receiptDifferences(receipt, again.receipt)]
}

function entryDifferences(
  recorded: readonly JournalBlock[],
  again: readonly JournalBlock[],
): readonly Finding[] {
  const [before, after] = [recorded, again].map((blocks) => blocks.flatMap((b) => b.entries))
  const length = Math.max(before?.length ?? 0, after?.length ?? 0)
  const findings: Finding[] = []
  let count = 0
  for (let row = 0; row < length; row++) {
    const sentence = compareEntries(before?.[row], after?.[row])
    if (sentence === undefined) continue
    count += 1
    if (count <= ENTRIES_SHOWN) findings.push(differs(sentence))
  }
  const more = count - findings.length
  if (more > 0)
    findings.push(differs(`${countOf(more, 'more entry').replace(/entrys$/, 'entries')} differ.`))
  return findings
}

function compareEntries(
  recorded: JournalEntry | undefined,
  again: JournalEntry | undefined,
): string | undefined {
  if (recorded === undefined) return `${nameOf(again)} is missing in the journal.`
  if (again === undefined) return `${nameOf(recorded)} is in the journal and does not settle.`
  if (nameOf(recorded) !== nameOf(again)) {
    return `The journal has ${nameOf(recorded)} where ${nameOf(again)} settles.`
  }
  const [was, is] = [entryToJson(recorded), entryToJson(again)]
  const parts = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (part) => part !== 'at' && canonicalJson(was[part] ?? null) !== canonicalJson(is[part] ?? null),
  )
  if (parts.length === 0) return undefined
  const shown = parts.map((part) => {
    const [old, now] = [was[part] ?? null, is[part] ?? null].map((each) => canonicalJson(each))
    return `${part} is ${short(old)} in the journal and ${short(now)} settled again`
  })
  return `${nameOf(recorded)}: ${shown.join('; ')}.`
}

function receiptDifferences(recorded: Receipt, again: Receipt): readonly Finding[] {
  const [was, is] = [receiptToJson(recorded), receiptToJson(again)]
  const findings = Object.keys(was).flatMap((part) => {
    const [old, now] = [was[part] ?? null, is[part] ?? null].map((each) => canonicalJson(each))
    if (old === now) return []
    return [differs(`Receipt, ${part}: it states ${short(old)}, settling gives ${short(now)}.`)]
  })
  if (findings.length > 0) return findings
  return [proved('The receipt that follows is the one given, in every part.')]
}

function nameOf(entry: JournalEntry | undefined): string {
  if (entry === undefined) return 'nothing'
  const what = { claim: 'claim', close: 'close step', lifecycle: 'lifecycle' }[entry.type]
  return `${what} ${keyText([entry.kind, ...entry.key])}`
}

function short(text: string | undefined): string {
  const shown = text ?? ''
  return shown.length > 120 ? `${shown.slice(0, 117)}...` : shown
}
