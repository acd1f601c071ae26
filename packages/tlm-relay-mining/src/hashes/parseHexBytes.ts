import { InputError } from '@tlmkit/core'

interface HexBytesShape {
  /** Length the value must have, in bytes. */
  readonly bytes: number
  /** Name of the value in error codes: `hash`, `root-hash`. */
  readonly name: string
}

const HEX = /^[0-9a-f]*$/

/** Reads bytes of a fixed length from hex text; returns it in lower case, two digits a byte. */
export function parseHexBytes(value: unknown, where: string, shape: HexBytesShape): string {
  const { bytes, name } = shape
  const text = typeof value === 'string' ? value.toLowerCase() : undefined
  if (text === undefined || !HEX.test(text)) {
    throw new InputError({
      code: `${name}-not-hex`,
      message: `${where}: write the ${bytes} bytes as ${2 * bytes} hex digits, without a prefix.`,
      details: { where, bytes },
    })
  }
  if (text.length !== 2 * bytes) {
    throw new InputError({
      code: `${name}-length`,
      message: `${where}: ${text.length} hex digits, but ${bytes} bytes are ${2 * bytes} of them.`,
      details: { where, bytes, digits: text.length },
    })
  }
  return text
}
