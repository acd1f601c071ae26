import { InputError, jsonLine } from '@tlmkit/core'
import type { Command, CommandCall } from '../arguments/Command.js'
import { readScriptGround, SCRIPT_OPTIONS } from '../reading/readScriptGround.js'
import { createProgress } from '../rendering/createProgress.js'
import { createStyle } from '../rendering/createStyle.js'
import { lineText } from '../rendering/lineText.js'
import { runText } from '../rendering/runText.js'
import { ScriptRun, type ScriptGround } from '../running/ScriptRun.js'
import type { LineResult } from '../running/settleGroup.js'
import { lineJson, runJson, runJsonText } from '../summary/runJson.js'
import type { RunSummary } from '../summary/RunSummary.js'
import { RunTotals } from '../summary/RunTotals.js'
import { outputTargets } from '../writing/outputTargets.js'
import { RunFiles } from '../writing/RunFiles.js'
import { EXAMPLE_SCRIPT } from './examples.js'

/** Carries out commands of lifecycles, says what became of each, and writes the state after. */
export const run: Command = {
  name: 'run',
  summary: 'Carries out commands of lifecycles and writes journals, receipts and the state after',
  positionals: [],
  options: {
    ...SCRIPT_OPTIONS,
    until: { value: 'HEIGHT', about: 'end at the first command above this height' },
    stop: { about: 'end at the first refusal, with exit code 1; what was accepted is kept' },
    out: { value: 'DIR', about: 'write each journal and receipt.json to a new or empty folder' },
    'state-out': { value: 'FILE', about: 'write the state after; may be the file it started from' },
    quiet: { about: 'write the summary alone' },
    json: { about: 'write the summary as JSON, with every balance that changed' },
    ndjson: { about: 'write one line of JSON per command, then the summary' },
  },
  example: `tlmkit run ${EXAMPLE_SCRIPT}`,
  run: runRun,
}

async function runRun(call: CommandCall): Promise<0> {
  const { options, io } = call
  options.atMostOne(['json', 'ndjson', 'quiet'])
  const ground = await readScriptGround(call)
  const files = new RunFiles(outputTargets(call))
  let summary: RunSummary
  let written: readonly string[]
  try {
    summary = await carryOut(call, { ground, files })
    written = files.commit(summary.run.state)
  } catch (error) {
    files.discard()
    throw error
  }
  if (written.length > 0) io.onWritten?.(written)
  report(call, { summary, written })
  const { stopped, left } = summary.run
  if (stopped !== undefined) throw stoppedAt(stopped, left)
  return 0
}

interface Carried {
  readonly ground: ScriptGround
  readonly files: RunFiles
}

/** Carries out the file, and says of each line what became of it. */
async function carryOut(call: CommandCall, { ground, files }: Carried): Promise<RunSummary> {
  const { options, io } = call
  const say = sayer(call)
  const isQuiet = say === undefined || !io.stdout.isTerminal
  const progress = createProgress(io)
  const script = new ScriptRun({ ...ground, onBytes: progress.onBytes })
  const totals = new RunTotals()
  if (say !== undefined && !options.flag('ndjson')) io.stdout.write('   line  outcome\n')
  try {
    for await (const group of script.groups()) {
      totals.add(group)
      if (group.settled !== undefined) files.add(group.settled)
      if (say !== undefined) for (const line of group.lines) io.stdout.write(say(line))
      await io.ready?.()
      const { accepted, refused, repeated } = totals
      if (isQuiet) progress.onCommands(accepted + refused + repeated)
    }
  } finally {
    progress.clear()
  }
  const { network, state: before, file, until } = ground
  return { network, file: file.path, before, run: script, totals, until }
}

/** How a line is said; undefined where none is. */
function sayer({ options, io }: CommandCall): ((line: LineResult) => string) | undefined {
  if (options.flag('quiet') || options.flag('json')) return undefined
  if (options.flag('ndjson')) return (line) => `${jsonLine(lineJson(line))}\n`
  const style = createStyle(io, io.stdout)
  return (line) => lineText(line, style)
}

interface Report {
  readonly summary: RunSummary
  readonly written: readonly string[]
}

function report({ options, io }: CommandCall, { summary, written }: Report): void {
  if (options.flag('json')) {
    io.stdout.write(runJsonText(summary))
    return
  }
  if (options.flag('ndjson')) {
    io.stdout.write(`${jsonLine({ type: 'summary', ...runJson(summary) })}\n`)
    return
  }
  if (!options.flag('quiet')) io.stdout.write('\n')
  io.stdout.write(runText(summary, createStyle(io, io.stdout)))
  if (written.length > 0) io.stdout.write(`\nWritten: ${written.join(', ')}\n`)
}

/** Says where a run ended early, and that what was before counts. */
function stoppedAt({ line, result }: LineResult, left: number): InputError {
  const code = result.status === 'rejected' ? result.code : ''
  return new InputError({
    code: 'run-stopped',
    message: `${line.where} was refused with ${code}: what was accepted before it stands, the ${left} after it were left. Mend the line and run the file again on the state after: what settled is not carried out twice.`,
    details: { line: line.number, refusal: code, left },
  })
}
