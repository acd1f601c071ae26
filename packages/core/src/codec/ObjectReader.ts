import { parseNatural } from '../amounts/parseNatural.js'
import { InputError } from '../errors/InputError.js'
import { didYouMean } from '../errors/closest.js'

const HASH = /^[0-9a-f]{64}$/

interface ReaderNames {
  /** Code of a member that is missing, unknown or of the wrong type: `state-invalid`. */
  readonly code: string
  /** Where the object stands: `state.json, params[0]`. */
  readonly where: string
}

/** Reads the members of one untrusted object, strictly: each once, none left over. */
export class ObjectReader {
  readonly names: ReaderNames
  readonly #members: ReadonlyMap<string, unknown>
  readonly #read = new Set<string>()

  /** Errors: the code given, when the value is not an object. */
  constructor(value: unknown, names: ReaderNames) {
    this.names = names
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw refuse(names, 'expected an object')
    }
    this.#members = new Map<string, unknown>(Object.entries(value))
  }

  has(name: string): boolean {
    return this.#members.has(name)
  }

  /** The raw value of a member that must be there. */
  value(name: string): unknown {
    this.#read.add(name)
    const value = this.#members.get(name)
    if (value === undefined) throw refuse(this.names, `"${name}" is missing`)
    return value
  }

  text(name: string): string {
    const value = this.value(name)
    if (typeof value !== 'string') throw this.refuse(name, 'write a text')
    return value
  }

  oneOf<const T extends string>(name: string, values: readonly T[]): T {
    const value = this.text(name)
    const found = values.find((each) => each === value)
    if (found === undefined) throw this.refuse(name, `write one of ${values.join(', ')}`)
    return found
  }

  /** A SHA-256 or keccak hash: 64 lower case hex digits. */
  hash(name: string): string {
    const value = this.text(name)
    if (!HASH.test(value)) throw this.refuse(name, 'write a hash: 64 lower case hex digits')
    return value
  }

  /** Errors: the codes of `parseNatural`. */
  natural(name: string): bigint {
    return parseNatural(this.value(name), this.place(name))
  }

  /** A whole number that a program counts with: at most 2^53 - 1. */
  count(name: string): number {
    const value = this.value(name)
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw this.refuse(name, 'write a whole number of at least 0')
    }
    return value === 0 ? 0 : value
  }

  list<T>(name: string, read: (item: unknown, where: string) => T): readonly T[] {
    const value = this.value(name)
    if (!Array.isArray(value)) throw this.refuse(name, 'write a list')
    return value.map((item: unknown, index) => read(item, `${this.place(name)}[${index}]`))
  }

  /** The members of an object whose names are data, in the order given. */
  entries<T>(
    name: string,
    read: (item: unknown, where: string, key: string) => T,
  ): readonly (readonly [string, T])[] {
    const value = this.value(name)
    return readEntries(value, { ...this.names, where: this.place(name) }, read)
  }

  /** Refuses members that nobody asked for. */
  finish(): void {
    for (const name of this.#members.keys()) {
      if (this.#read.has(name)) continue
      throw refuse(this.names, `there is no "${name}" here.${didYouMean(name, this.#read)}`)
    }
  }

  place(name: string): string {
    return `${this.names.where}, ${name}`
  }

  refuse(name: string, right: string): InputError {
    return refuse({ ...this.names, where: this.place(name) }, right)
  }
}

/** The members of an untrusted object whose names are data, in the order given. */
export function readEntries<T>(
  value: unknown,
  names: ReaderNames,
  read: (item: unknown, where: string, key: string) => T,
): readonly (readonly [string, T])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse(names, 'expected an object')
  }
  return Object.entries(value).map(([key, item]) => {
    return [key, read(item, `${names.where}["${key}"]`, key)] as const
  })
}

function refuse({ code, where }: ReaderNames, what: string): InputError {
  return new InputError({
    code,
    message: `${where}: ${what}${/[.?]$/.test(what) ? '' : '.'}`,
    details: { where },
  })
}
