declare const console: { readonly info: (line: string) => void }

/** Prints a line of a report, where nobody else takes it. */
export function printLine(line: string): void {
  console.info(line)
}
