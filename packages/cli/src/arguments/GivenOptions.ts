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

  /** The same options, some of which have the values of others: `{ height: 'settlement' }`. */
  renamed(names: Readonly<Record<string, string>>): GivenOptions {
    const values = new Map(this.#values)
    for (const [name, source] of Object.entries(names)) {
      const given = this.#values.get(source)
      if (given === undefined) values.delete(name)
      else values.set(name, given)
    }
    return new GivenOptions(values)
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

  /**
   * One of some values, the first one where none is given.
   *
   * Errors: `option-value-invalid`.
   */
  choice<const T extends string>(name: string, values: readonly [T, ...T[]]): T {
    const given = this.text(name) ?? values[0]
    const value = values.find((each) => each === given)
    if (value !== undefined) return value
    throw new CommandLineError({
      code: 'option-value-invalid',
      message: `Option --${name} takes ${values.join(' or ')}, not "${given}".`,
      details: { option: name, value: given },
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
