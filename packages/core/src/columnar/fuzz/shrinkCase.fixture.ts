import { Hasher } from '../../hashing/Sha256.js'
import { compileNetwork } from '../../network/compileNetwork.js'
import type { Instruction, Plan, PlanNode } from '../../rules/Plan.js'
import { compareEngines, shown } from './compareEngines.fixture.js'
import { fuzzCase, type FuzzCase, type Raw } from './fuzzCase.fixture.js'

/** Attempts to make a failing case smaller. */
const ATTEMPTS_MAX = 400

/** A failing case made small: what is left of its plans and rows, as text. */
export function shrinkCase(seed: number): string {
  const labels = new Set<string>()
  let left = new Set<string>()
  const whole = fuzzCase(seed, (label) => {
    labels.add(label)
    return left.has(label)
  })
  compareEngines(whole)
  let best = whole
  let attempts = 0
  const tried = (next: FuzzCase): boolean => {
    attempts += 1
    if (!fails(next)) return false
    best = next
    return true
  }
  for (const label of labels) {
    if (attempts > ATTEMPTS_MAX) break
    const more = new Set([...left, label])
    const next = fuzzCase(seed, (each) => more.has(each))
    if (tried(next)) left = more
  }
  shrinkRows(best, tried, () => best)
  return textOf(best)
}

function fails(fuzz: FuzzCase): boolean {
  const { difference } = compareEngines(fuzz)
  return difference !== undefined && !difference.includes('UsageError')
}

/** Takes rows out, many at once, then one by one. */
function shrinkRows(
  start: FuzzCase,
  tried: (next: FuzzCase) => boolean,
  current: () => FuzzCase,
): void {
  for (const [round, { claims }] of start.rounds.entries()) {
    for (const kind of Object.keys(claims)) {
      let size = rowsOf(current(), round, kind).length
      for (let step = size; step >= 1; step = step === 1 ? 0 : (step + 1) >> 1) {
        for (let from = 0; from < size;) {
          const rows = rowsOf(current(), round, kind)
          const fewer = [...rows.slice(0, from), ...rows.slice(from + step)]
          if (tried(withRows(current(), { round, kind, rows: fewer }))) size = fewer.length
          else from += step
        }
      }
    }
  }
}

function rowsOf(fuzz: FuzzCase, round: number, kind: string): readonly Raw[] {
  return fuzz.rounds[round]?.claims[kind] ?? []
}

interface Replaced {
  readonly round: number
  readonly kind: string
  readonly rows: readonly Raw[]
}

function withRows(fuzz: FuzzCase, { round, kind, rows }: Replaced): FuzzCase {
  const rounds = fuzz.rounds.map((each, index) =>
    index === round ? { ...each, claims: { ...each.claims, [kind]: rows } } : each,
  )
  return { ...fuzz, rounds }
}

function textOf(fuzz: FuzzCase): string {
  const { difference } = compareEngines(fuzz)
  const lines = [`TLMKIT_SEED=${fuzz.seed}`, String(difference)]
  const used = new Set(fuzz.rounds.flatMap(({ claims }) => kindsIn(claims)))
  for (const { version, values } of fuzz.state.params) {
    const { pipelines } = compileNetwork(fuzz.network, values, new Hasher())
    for (const [kind, routes] of pipelines) {
      if (!used.has(kind)) continue
      for (const [route, { plan }] of routes) {
        lines.push(`${kind}/${route}@${version}`, ...planLines(plan))
      }
    }
  }
  for (const { claims, height } of fuzz.rounds) lines.push(`height ${height} ${shown(claims)}`)
  return lines.join('\n')
}

function kindsIn(claims: FuzzCase['rounds'][number]['claims']): readonly string[] {
  return Object.keys(claims).filter((kind) => (claims[kind]?.length ?? 0) > 0)
}

/** A plan for people: a line per node and statement. */
export function planLines(plan: Plan): readonly string[] {
  const lines: string[] = []
  const visit = (instruction: Instruction, indent: string): void => {
    if (typeof instruction === 'number') {
      const node = plan.nodes[instruction]
      if (node !== undefined) lines.push(`${indent}n${instruction} = ${nodeText(node)}`)
      return
    }
    if (instruction.op === 'each') {
      lines.push(`${indent}each n${instruction.list} mask ${instruction.mask.join(' ')}`)
      for (const each of instruction.body) visit(each, `${indent}  `)
      return
    }
    const rest = Object.entries(instruction).filter(([name]) => !['stage', 'place'].includes(name))
    lines.push(`${indent}${shown(Object.fromEntries(rest))}`)
  }
  for (const { name, body, writes } of plan.stages) {
    lines.push(` ${name}`)
    for (const instruction of body) visit(instruction, '  ')
    lines.push(`  writes ${shown(writes)}`)
  }
  return lines
}

function nodeText({ operation, operands, denomination, name }: PlanNode): string {
  const { op, ...rest } = operation
  const named = name === undefined ? '' : ` as ${name}`
  return `${op} ${operands.map((each) => `n${each}`).join(' ')} ${shown(rest)} ${denomination ?? ''}${named}`
}
