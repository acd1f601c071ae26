/** A place in a README where a generated table of parameters stands. */
interface TablePlace {
  /** Exports of the package that it tells of. */
  readonly names: readonly string[]
  /** What stands there. */
  readonly text: string
}

/** Says that a table is not to be edited. */
export const NOTE =
  '<!-- Generated from the schemas by npx -y pnpm@12 params-docs: edit those, not this. -->'

const PLACE = /(<!-- params: (.+) -->\n)([\s\S]*?)(<!-- \/params -->)/g

/** The places of generated tables, in order. */
export function tablePlaces(readme: string): readonly TablePlace[] {
  return [...readme.matchAll(PLACE)].map(([, , names = '', text = '']) => ({
    names: namesIn(names),
    text,
  }))
}

/** The README with every table as `draw` has it. */
export function withTables(
  readme: string,
  draw: (names: readonly string[]) => readonly string[],
): string {
  return readme.replaceAll(PLACE, (_, start: string, names: string, _old: string, end: string) => {
    const lines = [NOTE, '', ...draw(namesIn(names)), '']
    return `${start}${lines.join('\n')}\n${end}`
  })
}

function namesIn(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim())
}
