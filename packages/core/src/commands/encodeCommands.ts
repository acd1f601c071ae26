import { ByteWriter } from '../bytes/ByteWriter.js'
import { encodeRow } from '../claims/encodeRow.js'
import { toPlanText } from '../pipeline/planText.js'
import type { Command } from './parseCommand.js'

/** A command as it was presented: typed, or as it came where it could not be read. */
export type PresentedCommand = Command | { readonly unread: unknown }

/** First byte of a command that was read, and what is added to it for parts it may have. */
const [FIELDS, ID, TIME] = [1, 1, 2] as const

/** Canonical bytes of what was presented, which the input hash covers. */
export function encodeCommands(presented: readonly PresentedCommand[]): Uint8Array {
  const writer = new ByteWriter()
  for (const command of presented) {
    if ('unread' in command) {
      writer.u8(0).text(textOf(command.unread))
      continue
    }
    const { lifecycle, work, name, height, shape, fields, id, time } = command
    writer.u8(FIELDS + (id === undefined ? 0 : ID) + (time === undefined ? 0 : TIME))
    if (id !== undefined) writer.text(id)
    if (time !== undefined) writer.u128(time)
    writer.text(lifecycle.name).text(work).text(name).u128(height)
    encodeRow(writer, shape.columns, fields)
  }
  return writer.toBytes()
}

/** What could not be read, as text: data as it came, anything else by its type. */
function textOf(value: unknown): string {
  try {
    return toPlanText(value)
  } catch {
    return typeof value
  }
}
