/** One breach of the house style: where it stands, what it is and what to write instead. */
export interface Violation {
  readonly path: string
  /** 1-based; 0 when the breach is the path itself. */
  readonly line: number
  readonly rule: string
  readonly message: string
}

export function toText({ path, line, rule, message }: Violation): string {
  return `${path}${line === 0 ? '' : `:${line}`} [${rule}] ${message}`
}
