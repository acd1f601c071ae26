import { CommandLineError } from './CommandLineError.js'

/** The options of one command line, already checked against what the command knows. */
export class GivenOptions {
  readonly #values: ReadonlyMap<string, readonly string[]>

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values
  }

  flag(name: string): boolean {
    return this.#values.has(name)
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.[0]
  }

  list(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  /** Errors: `option-missing`. */
  required(name: string): string {
    const value = this.text(name)
    if (value !== undefined) return value
    throw new CommandLineError({
      code: 'option-missing',
      message: `Option --${name} is missing.`,
      details: { option: name },
    })
  }

  /** Errors: `option-conflict`. */
  atMostOne(names: readonly string[]): void {
    const given = names.filter((name) => this.flag(name))
    if (given.length < 2) return
    throw new CommandLineError({
      code: 'option-conflict',
      message: `Give only one of ${given.map((name) => `--${name}`).join(', ')}.`,
      details: { options: given },
    })
  }
}
