/**
 * Rows of the first table under a second-level heading of a README, without its two head rows.
 *
 * Rule: cells come without backticks and the spaces around them; none where there is no table.
 */
export function tableUnder(readme: string, heading: string): readonly (readonly string[])[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const [table = ''] = /(?:^\|.*\n)+/m.exec(section) ?? []
  const rows = table.trim().split('\n').slice(2)
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}
