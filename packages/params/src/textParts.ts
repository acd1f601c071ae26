/** Parts of a text that commas separate, without the spaces around them; none of an empty text. */
export function textParts(text: string): readonly string[] {
  if (text.trim() === '') return []
  const parts: string[] = []
  let part = ''
  let isEscaped = false
  for (const character of text) {
    if (!isEscaped && character === ',') {
      parts.push(part.trim())
      part = ''
      continue
    }
    if (!isEscaped && character === '\\') {
      isEscaped = true
      continue
    }
    part += character
    isEscaped = false
  }
  parts.push(part.trim())
  return parts
}

/** The same of names with what stands after their last space. */
export function namedParts(text: string): readonly (readonly [name: string, rest: string])[] {
  return textParts(text).map((part) => {
    const space = part.lastIndexOf(' ')
    return [part.slice(0, Math.max(space, 0)).trimEnd(), part.slice(space + 1)] as const
  })
}

/** A text of parts, which `textParts` reads back. */
export function joinParts(parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll(/[\\,]/g, (character) => `\\${character}`)).join(', ')
}
