interface TableLayout {
  /** One letter per column: `l` left, `r` right. */
  readonly align: string
  readonly margin?: string
}

/** Rows as lines with their columns under each other. */
export function drawTable(
  rows: readonly (readonly string[])[],
  { align, margin = '  ' }: TableLayout,
): readonly string[] {
  const widths = Array.from(align, (_, column) =>
    Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return rows.map((row) => {
    const cells = widths.map((width, column) => {
      const cell = row[column] ?? ''
      const space = ' '.repeat(width - widthOf(cell))
      return align[column] === 'r' ? `${space}${cell}` : `${cell}${space}`
    })
    return `${margin}${cells.join('  ')}`.trimEnd()
  })
}

function widthOf(text: string): number {
  return Array.from(text).length
}
