import { CommandLineError } from './CommandLineError.js'

const UNITS: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }
const SIZE = /^([1-9][0-9]{0,9})(KiB|MiB|GiB)$/
const LEAST = 2 ** 14
const MOST = 2 ** 32

/** Bytes that a size such as `128MiB` stands for: 16 KiB to 4 GiB. Errors: `option-value-invalid`. */
export function parseByteSize(text: string, option: string): number {
  const [, count = '0', unit = ''] = SIZE.exec(text) ?? []
  const bytes = Number(count) * (UNITS[unit] ?? 0)
  if (bytes >= LEAST && bytes <= MOST) return bytes
  throw new CommandLineError({
    code: 'option-value-invalid',
    message: `Option ${option} takes a size from 16KiB to 4GiB, such as 128MiB, not "${text}".`,
    details: { option, value: text },
  })
}
