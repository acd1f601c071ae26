import { isTlmkitError, parseNatural, type BaseError } from '@tlmkit/core'
import { parseJson } from '@tlmkit/formats'
import { fileChunks, type OnBytes } from './fileChunks.js'
import { decodeUtf8, type FileName } from './readBytes.js'
import { readLines, type Line } from './readLines.js'

/** One line of a file of commands. */
export interface ScriptLine {
  /** Its number in the file, from 1. */
  readonly number: number
  /** `commands.ndjson line 7`. */
  readonly where: string
  /** The JSON value; the line itself where it is none. */
  readonly value: unknown
  /** Height it names, in blocks; undefined where none can be read. */
  readonly height: bigint | undefined
  /** Why the line cannot be read. */
  readonly fault: BaseError | undefined
  /** Whether the file ends in the middle of it: it may be written to its end and read again. */
  readonly isCutOff: boolean
}

/**
 * The lines of a file of commands, one after the other. A line that cannot be read has its fault.
 *
 * Errors: those of `fileChunks`.
 */
export async function* readScript(
  file: FileName,
  onBytes?: OnBytes,
): AsyncGenerator<ScriptLine, void> {
  for await (const line of readLines(fileChunks(file, { onBytes }))) yield toScriptLine(line, file)
}

function toScriptLine({ bytes, number, isWhole }: Line, { path }: FileName): ScriptLine {
  const where = `${path} line ${number}`
  try {
    const value = parseJson(decodeUtf8(bytes, where), where)
    const height = heightOf(value)
    return { number, where, value, height, fault: undefined, isCutOff: false }
  } catch (fault) {
    if (!isTlmkitError(fault)) throw fault
    const value = Buffer.from(bytes).toString('latin1')
    return { number, where, value, height: undefined, fault, isCutOff: !isWhole }
  }
}

function heightOf(value: unknown): bigint | undefined {
  if (typeof value !== 'object' || value === null || !('height' in value)) return undefined
  try {
    return parseNatural(value.height, 'height')
  } catch {
    return undefined
  }
}
