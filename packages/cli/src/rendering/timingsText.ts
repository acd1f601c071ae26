import type { PhaseTimes, StreamPhase } from '../streaming/Stopwatch.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'

const PHASES = {
  read: 'reading and checking the files',
  sort: 'bringing claims into canonical order',
  settle: 'running the rules',
  encode: 'writing entries as bytes',
  hash: 'hashing claims and journal',
  close: 'close steps, invariants, the state after',
  root: 'the root of the payouts',
  write: 'handing bytes to the disk',
  sync: 'waiting until the disk has them',
} as const satisfies Record<StreamPhase, string>

/** How long each part of a settlement took, in milliseconds. */
export function timingsText(timings: PhaseTimes, style: Style): string {
  const rows = (Object.keys(PHASES) as StreamPhase[]).flatMap((phase) => {
    const time = timings[phase]
    return time === undefined ? [] : [[phase, `${time.toFixed(0)} ms`, PHASES[phase]]]
  })
  const lines = ['', style.bold('Time'), ...drawTable(rows, { align: 'lrl' })]
  return `${lines.join('\n')}\n`
}
