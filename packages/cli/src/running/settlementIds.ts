import type { Receipt, State } from '@tlmkit/core'

const LINES = /^([1-9][0-9]{0,14})-([1-9][0-9]{0,14})$/

/** Lines of a file that settled before. */
export interface KnownLines {
  readonly last: number
  readonly receipt: Receipt
}

/** Id of the settlement of some lines: the name, then the numbers of the first and last of them. */
export function settlementIdOf(
  name: string,
  lines: readonly { readonly number: number }[],
): string {
  return `${name}-${lines[0]?.number ?? 0}-${lines.at(-1)?.number ?? 0}`
}

/** What settled under a name, by the number of its first line. */
export function knownLines(state: State, name: string): ReadonlyMap<number, KnownLines> {
  const known = new Map<number, KnownLines>()
  for (const [id, receipt] of state.settlements) {
    if (!id.startsWith(`${name}-`)) continue
    const [, first, last] = LINES.exec(id.slice(name.length + 1)) ?? []
    if (first !== undefined) known.set(Number(first), { last: Number(last), receipt })
  }
  return known
}
