import type { Command } from '../arguments/Command.js'
import { drawTable } from '../rendering/drawTable.js'

/** What the command can do, in one screen. */
export function overviewText(commands: readonly Command[]): string {
  const lines = [
    'tlmkit settles claims of metered work into exact token movements.',
    '',
    'Usage: tlmkit <command> [options]',
    '',
    ...drawTable(
      commands.map(({ name, summary }) => [name, summary]),
      { align: 'll' },
    ),
    '',
    '  --help     shows this; after a command, its options and an example',
    '  --version  shows the version',
    '',
    'Exit codes: 0 done, 1 refused, 2 command line not understood, 3 differences found,',
    '75 not possible now, try again.',
  ]
  return `${lines.join('\n')}\n`
}

/** One command: its options and an example that runs in a clone of the repository. */
export function commandText(command: Command): string {
  const { name, summary, positionals, options, example } = command
  const rows = Object.entries(options).map(([option, { value, about, required, many }]) => {
    const shown = value === undefined ? `--${option}` : `--${option} ${value}`
    const notes = [required === true ? 'required' : '', many === true ? 'repeatable' : '']
    const note = notes.filter((each) => each !== '').join(', ')
    return [shown, note === '' ? about : `${about} (${note})`]
  })
  const lines = [
    `${summary}.`,
    '',
    `Usage: ${['tlmkit', name, ...positionals, '[options]'].join(' ')}`,
    '',
    ...drawTable(rows, { align: 'll' }),
    '',
    'Example (its files come from npx -y pnpm@12 start):',
    ...example.split('\n').map((line) => `  ${line}`),
  ]
  return `${lines.join('\n')}\n`
}
