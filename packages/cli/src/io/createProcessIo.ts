import { readFileSync } from 'node:fs'
import type { CliIo, CliStream } from './CliIo.js'

/** The streams of this process, and what became of them. */
export interface ProcessIo extends CliIo {
  /** Waits until all is written. The fault that stopped it, unless the reader closed the pipe. */
  readonly flush: () => Promise<NodeJS.ErrnoException | undefined>
  /** Files that were written in this run. */
  readonly written: readonly string[]
}

/**
 * The world of a real run.
 *
 * Rule: a reader that closes the pipe wants no more text; the command still finishes its files.
 */
export function createProcessIo(): ProcessIo {
  let failure: NodeJS.ErrnoException | undefined
  const written: string[] = []
  const open = (stream: NodeJS.WriteStream): CliStream => {
    let closed = false
    stream.on('error', (error: NodeJS.ErrnoException) => {
      closed = true
      if (error.code !== 'EPIPE') failure ??= error
    })
    return {
      write: (text) => {
        if (!closed) stream.write(text)
      },
      isTerminal: stream.isTTY,
    }
  }
  return {
    stdout: open(process.stdout),
    stderr: open(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    version: readVersion(),
    now: () => performance.now(),
    ready: async () => {
      if (process.stdout.writableNeedDrain) await drained(process.stdout)
    },
    written,
    onWritten: (names) => void written.push(...names),
    flush: async () => {
      await Promise.all([process.stdout, process.stderr].map(drained))
      return failure
    },
  }
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve()
    else stream.write('', () => setImmediate(resolve))
  })
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const manifest: unknown = JSON.parse(text)
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return known ? String(manifest.version) : 'unknown'
}
