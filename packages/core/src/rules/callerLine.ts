const HERE = import.meta.url.slice(0, import.meta.url.lastIndexOf('/') + 1)
const HERE_PATH = HERE.replace(/^file:\/\//, '')

/**
 * Where the rule that is running stands: `file:line`, or `unknown line` where stacks are absent.
 */
export function callerLine(): string {
  const lines = new Error().stack?.split('\n') ?? []
  for (const line of lines.slice(1)) {
    const match = /((?:file:\/\/)?[^\s()]+):([0-9]+):[0-9]+\)?$/.exec(line)
    const file = match?.[1]
    if (file === undefined || isCore(file)) continue
    return `${fileName(file)}:${match?.[2]}`
  }
  return 'unknown line'
}

function isCore(file: string): boolean {
  if (file.includes('.test.') || file.startsWith('node:')) return false
  return file.startsWith(HERE) || file.startsWith(HERE_PATH)
}

function fileName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\?.*$/, '')
}
