import { didYouMean } from '@tlmkit/core'
import type { Command, ExitCode } from './arguments/Command.js'
import { CommandLineError } from './arguments/CommandLineError.js'
import { parseCommandLine } from './arguments/parseCommandLine.js'
import { COMMANDS } from './commands/COMMANDS.js'
import { exitCodeOf } from './commands/exitCodeOf.js'
import { commandText, overviewText } from './commands/helpText.js'
import type { CliIo } from './io/CliIo.js'
import { errorJson, errorText } from './rendering/errorText.js'

/**
 * Runs one command line and gives its exit code. Never throws.
 *
 * Errors: written to stderr with their code; as one line of JSON where `--json` or `--ndjson` is
 * given.
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<ExitCode> {
  try {
    return await run(args, io)
  } catch (error) {
    const isForPrograms = args.includes('--json') || args.includes('--ndjson')
    io.stderr.write(isForPrograms ? errorJson(error) : errorText(io, error))
    if (!isForPrograms && error instanceof CommandLineError) {
      const name = args[0] !== undefined && args[0] in COMMANDS ? `${args[0]} ` : ''
      io.stderr.write(`See tlmkit ${name}--help.\n`)
    }
    return exitCodeOf(error)
  }
}

async function run(args: readonly string[], io: CliIo): Promise<ExitCode> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const asked = name === 'help' ? rest[0] : undefined
    const text =
      asked === undefined ? overviewText(Object.values(COMMANDS)) : commandText(commandOf(asked))
    io.stdout.write(text)
    return 0
  }
  if (name === '--version' || name === '-v' || name === 'version') {
    io.stdout.write(`tlmkit ${io.version}\n`)
    return 0
  }
  const command = commandOf(name)
  if (rest.includes('--help') || rest.includes('-h')) {
    io.stdout.write(commandText(command))
    return 0
  }
  return await command.run({ io, ...parseCommandLine(command, rest) })
}

function commandOf(name: string): Command {
  const command = Object.values(COMMANDS).find((each) => each.name === name)
  if (command !== undefined) return command
  const what = name.startsWith('-') ? 'option' : 'command'
  const names = what === 'option' ? ['--help', '--version'] : Object.keys(COMMANDS)
  throw new CommandLineError({
    code: `${what}-unknown`,
    message: `tlmkit has no ${what} "${name}".${didYouMean(name, names)}`,
    details: { [what]: name },
  })
}
