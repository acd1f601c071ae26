import type { Command } from './parseCommand.js'

/** Height in blocks and time in seconds of the last command that was accepted. */
interface Moment {
  readonly height: bigint
  readonly time: bigint
}

/**
 * Why a command may not come now: heights and times never go back, and some commands go by time.
 *
 * Errors: `height-backwards`, `time-missing`, `time-backwards`.
 */
export function refuseMoment(
  { height, time, shape, name }: Command,
  { last, heightMax }: { readonly last: Moment; readonly heightMax: bigint },
): { readonly code: string; readonly message: string } | undefined {
  if (height < last.height || height > heightMax) {
    const message = `Height ${height} lies outside ${last.height} to ${heightMax}.`
    return { code: 'height-backwards', message }
  }
  if (time === undefined) {
    if (!shape.timed) return undefined
    const message = `Command "${name}" goes by time: give "time", in seconds.`
    return { code: 'time-missing', message }
  }
  if (time >= last.time) return undefined
  const message = `Time ${time} lies before ${last.time}, that of an earlier command.`
  return { code: 'time-backwards', message }
}
