import { describePipeline } from '@tlmkit/core'
import type { CompiledNetwork, Network, PlannedMove, Posting } from '@tlmkit/core'
import { amountText } from '../rendering/amountText.js'

/** A pipeline to draw, and the claim whose amounts stand on its edges. */
export interface GraphOptions {
  readonly network: Network
  readonly compiled: CompiledNetwork
  readonly kind: string
  readonly route: string
  /** Postings of one claim, in order; undefined draws what may happen. */
  readonly postings?: readonly Posting[] | undefined
}

/**
 * Draws a pipeline in mermaid, from its plan: the chain of modules, and every movement it may make.
 *
 * Rule: dotted edges depend on a condition or a list; with a claim, they are what did not happen.
 */
export function drawGraph(options: GraphOptions): readonly string[] {
  const { compiled, kind, route, network } = options
  const pipeline = compiled.pipelines.get(kind)?.get(route)
  if (pipeline === undefined) return []
  const { stages, moves } = describePipeline(pipeline)
  const nodes = new NodeNames()
  const title = route === 'default' ? kind : `${kind}, route ${route}`
  const chain = stages.map(({ name, phase, version }, index) => {
    const from = index === 0 ? `claim(["${escape(`claim of ${title}`)}"])` : `rule${index - 1}`
    return `  ${from} --> rule${index}["${escape(`${name} ${version}`)}<br/>${phase}"]`
  })
  const edges = edgesOf(options, moves).map(({ debit, credit, label, isDotted }) => {
    const arrow = isDotted ? '-.->' : '-->'
    return `  ${nodes.of(debit)} ${arrow}|"${escape(label)}"| ${nodes.of(credit)}`
  })
  const close = network.close.flatMap(({ name, poolNames }) =>
    Object.values(poolNames).map(
      (pool) => `  ${nodes.of(`pool/${pool}`)} ==> ${nodes.of(`close step ${name}`)}`,
    ),
  )
  return ['flowchart LR', ...chain, ...nodes.lines(), ...edges, ...close]
}

interface Edge {
  readonly debit: string
  readonly credit: string
  readonly label: string
  readonly isDotted: boolean
}

function edgesOf(
  { network, postings }: GraphOptions,
  moves: readonly PlannedMove[],
): readonly Edge[] {
  if (postings === undefined) {
    return moves.map(({ debit, credit, tlm, reason, part, remainder, mask, inList }) => {
      const what = part === undefined ? reason : `${reason}, ${part}`
      const label = `${tlm}: ${what}${remainder === undefined ? '' : ', takes the remainder'}`
      return { debit, credit, label, isDotted: mask.length > 0 || inList }
    })
  }
  const done = postings.map(({ debit, credit, tlm, reason, amount, denomination }) => {
    const label = `${tlm}: ${reason} ${amountText(network, amount, denomination)}`
    return { debit, credit, label, isDotted: false }
  })
  const undone = moves
    .filter((move) => !postings.some((posting) => isOf(move, posting)))
    .map(({ debit, credit, tlm, reason }) => {
      return { debit, credit, label: `${tlm}: ${reason}, nothing`, isDotted: true }
    })
  return [...done, ...undone]
}

function isOf(move: PlannedMove, posting: Posting): boolean {
  const { reason, denomination } = posting
  if (move.reason !== reason || move.denomination !== denomination) return false
  return matches(move.debit, posting.debit) && matches(move.credit, posting.credit)
}

/** Whether an account is one that a template stands for: `caller/{caller}/funds`. */
function matches(template: string, account: string): boolean {
  const parts = template.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`).test(account)
}

class NodeNames {
  readonly #names = new Map<string, string>()
  readonly #lines: string[] = []

  of(account: string): string {
    const known = this.#names.get(account)
    if (known !== undefined) return known
    const name = `account${this.#names.size}`
    this.#names.set(account, name)
    this.#lines.push(`  ${name}("${escape(account)}")`)
    return name
  }

  /** Declarations of the nodes named so far. */
  lines(): readonly string[] {
    return this.#lines
  }
}

function escape(text: string): string {
  const entities: Record<string, string> = { '"': '#quot;', '<': '#lt;', '>': '#gt;', '#': '#35;' }
  return text.replace(/["<>#]/g, (character) => entities[character] ?? character)
}
