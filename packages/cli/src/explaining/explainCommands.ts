import { createCommandExplainer, explainPayee, keyText } from '@tlmkit/core'
import type { CommandClaim, Explanation, Network } from '@tlmkit/core'
import type { PayeeExplanation, PayeeLine } from '@tlmkit/core'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { ScriptRun, type ScriptGround } from '../running/ScriptRun.js'
import type { SettledGroup } from '../running/settleGroup.js'
import { settledAlready } from './settleForBlocks.js'
import { unknownSubject } from './findSubject.js'

/** Names that a misspelt one is compared with. */
const NAMES_MAX = 5000

/** What is explained: a claim that a command made, or a payee over all of them. */
export type ExplainedSubject =
  { readonly claim: Explanation } | { readonly payee: PayeeExplanation }

/**
 * Carries out a file of commands again and explains a claim, or what a payee got from all of them.
 *
 * Rule: a name means what `findSubject` says; nothing is held but what it names.
 * Errors: `claim-or-payee-unknown`, `state-settled-already`, those of `ScriptRun`.
 */
export async function explainCommands(
  ground: ScriptGround,
  name: string,
  onLines: (lines: number) => void,
): Promise<ExplainedSubject> {
  const { network } = ground
  const names = new Set<string>()
  const lines: PayeeLine[] = []
  let [read, repeated] = [0, 0]
  for await (const group of new ScriptRun(ground).groups()) {
    const claim = explainIn(network, group, name)
    if (claim !== undefined) return { claim }
    const { blocks = [], repeated: isRepeated = false } = group.settled ?? {}
    for (const line of explainPayee(blocks, name).lines) lines.push(line)
    addNames(names, group)
    read += group.lines.length
    if (isRepeated) repeated += group.lines.length
    onLines(read)
  }
  if (lines.length > 0) return { payee: payeeOf(name, lines) }
  if (read > 0 && read === repeated) throw settledAlready(ground.name)
  throw unknownSubject(network, { name, known: [...names] })
}

/** The explanation of a claim of a group, where the name means one. */
function explainIn(network: Network, group: SettledGroup, name: string): Explanation | undefined {
  const { before, settled } = group
  if (settled === undefined) return undefined
  const found = claimsOf(group).find(({ entry: { kind, key } }) => {
    const text = keyText(key)
    return name === text || name === `${kind}/${text}`
  })
  if (found === undefined) return undefined
  const { kind, key } = found.entry
  const source = { state: before, height: settled.receipt.height, claims: [found] }
  return createCommandExplainer(network, source, { sha256: nodeSha256 }).explain(kind, key)
}

function claimsOf({ lines }: SettledGroup): readonly CommandClaim[] {
  return lines.flatMap(({ result }) => (result.status === 'accepted' ? result.claims : []))
}

function addNames(names: Set<string>, group: SettledGroup): void {
  for (const { entry } of claimsOf(group)) {
    if (names.size >= NAMES_MAX) return
    names.add(keyText(entry.key))
    for (const { credit } of entry.postings) names.add(credit)
  }
}

function payeeOf(payee: string, lines: readonly PayeeLine[]): PayeeExplanation {
  const net = new Map<string, bigint>()
  for (const { denomination, amount } of lines) {
    net.set(denomination, (net.get(denomination) ?? 0n) + amount)
  }
  return { payee, lines, net }
}
