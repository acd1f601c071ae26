interface StackFrame {
  readonly file: string
  readonly line: string
}

/** The folder of the rule language itself, whose frames are never the author's. */
const OWN_FOLDER = folderOf(framesOf(new Error().stack)[0]?.file ?? '')

/** A place in a rule, found out only when someone asks: reading a stack is slow. */
export class RulePlace {
  readonly #error: Error = new Error()

  /** `file:line`, or `unknown line` where stacks are absent. */
  get line(): string {
    return lineIn(this.#error.stack)
  }
}

/**
 * Where the rule that is running stands: `file:line`, or `unknown line` where stacks are absent.
 */
export function callerLine(): string {
  return lineIn(new Error().stack)
}

function lineIn(stack: string | undefined): string {
  const frame = framesOf(stack).find(({ file }) => !isOwn(file))
  return frame === undefined ? 'unknown line' : `${fileName(frame.file)}:${frame.line}`
}

function framesOf(stack: string | undefined): readonly StackFrame[] {
  return (stack ?? '').split('\n').flatMap((text) => {
    const match = /((?:file:\/\/)?[^\s()]+):([0-9]+):[0-9]+\)?$/.exec(text)
    const [, file, line] = match ?? []
    return file === undefined || line === undefined ? [] : [{ file, line }]
  })
}

function isOwn(file: string): boolean {
  if (file.includes('.test.')) return false
  return file.startsWith('node:') || folderOf(file) === OWN_FOLDER
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1).replace(/^file:\/\//, '')
}

function fileName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\?.*$/, '')
}
