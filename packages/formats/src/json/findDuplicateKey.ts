import { NumberText } from '@tlmkit/core/rows'

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g
const KEY_END = /"[ \t\r\n]*:/g

/**
 * A key that stands twice in one object of a JSON text that was read to `value`.
 *
 * Rule: a text with no more ends of keys than the value has members has no key twice; only others
 * are looked through.
 */
export function findDuplicateKey(text: string, value: unknown): string | undefined {
  const ends = text.match(KEY_END)?.length ?? 0
  return ends === countMembers(value) ? undefined : scanForDuplicate(text)
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof NumberText) return 0
  const isList = Array.isArray(value)
  const inner: readonly unknown[] = isList ? value : Object.values(value)
  let count = isList ? 0 : inner.length
  for (const each of inner) if (typeof each === 'object') count += countMembers(each)
  return count
}

function scanForDuplicate(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = []
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const key = JSON.parse(last) as string
      const keys = open.at(-1)
      if (keys?.has(key) === true) return key
      keys?.add(key)
    }
    last = token
  }
  return undefined
}
