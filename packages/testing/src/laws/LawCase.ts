import type { Network, Row, settle, SettleInput, SettleResult, State } from '@tlmkit/core'

/** One drawn case: what there is before, and what is presented. */
export interface LawCase {
  readonly state: State
  readonly claims: Readonly<Record<string, readonly Row[]>>
  readonly tables: Readonly<Record<string, readonly Row[]>>
  /** Steers shuffles. */
  readonly salt: number
}

/** A network that settled one case: what every law looks at. */
export interface LawRun {
  readonly network: Network
  readonly given: LawCase
  readonly height: bigint
  readonly input: SettleInput
  readonly result: SettleResult
  /** Settles with the implementation under test, which is core's unless a test breaks it. */
  readonly settle: typeof settle
}

/** A promise about every settlement. `check` gives how many facts it looked at, or throws. */
export interface Law {
  readonly name: string
  /** What is promised, in a sentence. */
  readonly statement: string
  readonly check: (run: LawRun) => number
}

/** A broken law: the sentence says what was found. */
export class LawBroken extends Error {}
LawBroken.prototype.name = 'LawBroken'

/** Throws where `holds` is false. */
export function hold(holds: boolean, otherwise: () => string): void {
  if (!holds) throw new LawBroken(otherwise())
}

/** The input of a case. Other arguments make variants of it: another id, other rows. */
export function inputOf(
  given: Pick<LawCase, 'claims' | 'tables'>,
  { id, height }: { readonly id: string; readonly height: bigint },
): SettleInput {
  const presented = (
    rows: Readonly<Record<string, readonly Row[]>>,
  ): Record<string, { readonly rows: readonly Row[] }> =>
    Object.fromEntries(Object.entries(rows).map(([name, each]) => [name, { rows: each }]))
  return { id, height, claims: presented(given.claims), tables: presented(given.tables) }
}

/** A row's key as one text, as the journal has it. */
export function rowKey(key: readonly string[], row: Row): string {
  return key.map((column) => cellText(row[column])).join('/')
}

function cellText(cell: Row[string] | undefined): string {
  return typeof cell === 'bigint' || typeof cell === 'string' ? cell.toString() : ''
}
