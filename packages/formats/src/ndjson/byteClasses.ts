/** What a byte may be part of; combined by `|`. */
export const ID_BYTE = 1
export const TEXT_BYTE = 2
export const HEX_BYTE = 4
export const DECIMAL_BYTE = 8
export const RATIO_BYTE = 16

export const SLASH = 0x2f
export const QUOTE = 0x22
export const SPACE = 0x20
export const COMMA = 0x2c
export const NEWLINE = 0x0a
export const ZERO = 0x30

const BACKSLASH = 0x5c

/** The classes of each byte. What ends a line or a text is in none of them. */
export const BYTE_CLASSES: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < SPACE || byte >= 0x7f || byte === QUOTE || byte === BACKSLASH) return 0
  const isDigit = byte >= ZERO && byte <= 0x39
  const isHex = isDigit || (byte >= 0x61 && byte <= 0x66)
  const isDecimal = isDigit || byte === 0x2e
  const isRatio = isDecimal || byte === SLASH
  const isId = byte !== SPACE && byte !== SLASH
  return (
    TEXT_BYTE |
    (isId ? ID_BYTE : 0) |
    (isHex ? HEX_BYTE : 0) |
    (isDecimal ? DECIMAL_BYTE : 0) |
    (isRatio ? RATIO_BYTE : 0)
  )
})

/** Whether a text can stand in JSON as it is: printable ASCII without quote and backslash. */
export function isOrdinaryText(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0xff || ((BYTE_CLASSES[unit] ?? 0) & TEXT_BYTE) === 0) return false
  }
  return true
}
