/** Where a command writes text for people or programs. */
export interface CliStream {
  write(text: string): void
  readonly isTerminal: boolean
}

/** All that a command sees of the world besides files. Tests give their own. */
export interface CliIo {
  readonly stdout: CliStream
  readonly stderr: CliStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folder that relative paths start from. */
  readonly cwd: string
  /** Version of the command. */
  readonly version: string
  /** Milliseconds of a running clock, for progress and timings alone. */
  readonly now: () => number
  /** Waits until the reader of standard output has taken most of what was written. */
  readonly ready?: () => Promise<void>
  /** Hears which files were written, before standard output tells. */
  readonly onWritten?: (names: readonly string[]) => void
}
