import type { CliIo } from '../io/CliIo.js'
import type { GivenOptions } from './GivenOptions.js'

/** An option of a command, as `--help` shows it. */
export interface OptionSpec {
  /** Name of its value; an option without one is a flag. */
  readonly value?: string
  readonly about: string
  readonly required?: boolean
  /** May be given several times. */
  readonly many?: boolean
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>

/** What a command gets to run with. */
export interface CommandCall {
  readonly io: CliIo
  readonly options: GivenOptions
  readonly positionals: readonly string[]
}

/** 0 done, 1 refused, 2 not understood, 3 differences found, 75 try again later. */
export type ExitCode = 0 | 1 | 2 | 3 | 75

export interface Command {
  readonly name: string
  /** One line: what it does. */
  readonly summary: string
  /** What follows the name, besides options: `<claim|payee>`; `<key=value>...` takes them all. */
  readonly positionals: readonly string[]
  readonly options: OptionSpecs
  /** A command line that runs as it stands in a clone of the repository. */
  readonly example: string
  readonly run: (call: CommandCall) => Promise<ExitCode> | ExitCode
}
