import { didYouMean } from '@tlmkit/core'
import { parseArgs } from 'node:util'
import type { Command, OptionSpec } from './Command.js'
import { CommandLineError } from './CommandLineError.js'
import { GivenOptions } from './GivenOptions.js'

/** The command line of one command. */
export interface CommandLine {
  readonly options: GivenOptions
  readonly positionals: readonly string[]
}

/**
 * Reads what follows the name of a command.
 *
 * Errors: `option-unknown`, `option-twice`, `option-value-missing`, `option-value-unexpected`,
 * `option-missing`, `argument-missing`, `argument-unexpected`.
 */
export function parseCommandLine(command: Command, args: readonly string[]): CommandLine {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value }]) => {
      const type = value === undefined ? ('boolean' as const) : ('string' as const)
      return [name, { type, multiple: true }]
    }),
  )
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const values = new Map<string, string[]>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind === 'option') addOption(command, values, token)
  }
  const given = new GivenOptions(values)
  assertComplete(command, given, positionals)
  return { options: given, positionals }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function addOption(command: Command, values: Map<string, string[]>, token: OptionToken): void {
  const spec = command.options[token.name]
  if (spec === undefined || !token.rawName.startsWith('--')) {
    const names = Object.keys(command.options)
    throw usage('option-unknown', {
      message: `tlmkit ${command.name} has no option ${token.rawName}.${suggestion(token, names)}`,
      option: token.rawName,
    })
  }
  const known = values.get(token.name)
  if (known !== undefined && spec.many !== true) {
    throw usage('option-twice', {
      message: `Option ${token.rawName} is given twice.`,
      option: token.rawName,
    })
  }
  const value = optionValue(spec, token)
  if (known === undefined) values.set(token.name, [value])
  else known.push(value)
}

function suggestion(token: OptionToken, names: readonly string[]): string {
  return didYouMean(
    token.rawName.replace(/^-+/, '--'),
    names.map((name) => `--${name}`),
  )
}

function optionValue(spec: OptionSpec, token: OptionToken): string {
  const { rawName, value, inlineValue } = token
  if (spec.value === undefined) {
    if (value === undefined) return ''
    throw usage('option-value-unexpected', {
      message: `Option ${rawName} takes no value.`,
      option: rawName,
    })
  }
  const eaten = inlineValue !== true && value?.startsWith('-') === true && value !== '-'
  if (value !== undefined && value !== '' && !eaten) return value
  throw usage('option-value-missing', {
    message: `Option ${rawName} needs a value: ${rawName} ${spec.value}.`,
    option: rawName,
  })
}

function assertComplete(
  command: Command,
  options: GivenOptions,
  positionals: readonly string[],
): void {
  const takesAll = command.positionals.at(-1)?.endsWith('...') === true
  const wanted = takesAll ? positionals.length : command.positionals.length
  const [extra] = positionals.slice(wanted)
  if (extra !== undefined) {
    throw usage('argument-unexpected', {
      message: `tlmkit ${command.name} does not know what to do with "${extra}".`,
      option: extra,
    })
  }
  const missing = command.positionals[positionals.length]
  if (missing?.startsWith('<') === true) {
    throw usage('argument-missing', {
      message: `tlmkit ${command.name} needs ${missing}.`,
      option: missing,
    })
  }
  for (const [name, { required }] of Object.entries(command.options)) {
    if (required === true) options.required(name)
  }
}

function usage(
  code: string,
  { message, option }: { readonly message: string; readonly option: string },
): CommandLineError {
  return new CommandLineError({ code, message, details: { option } })
}
