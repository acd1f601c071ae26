import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { InputError } from '@tlmkit/core'
import type { Command, CommandCall } from '../arguments/Command.js'
import { CommandLineError } from '../arguments/CommandLineError.js'
import { convertClaims } from '../converting/convertClaims.js'
import { convertJournal } from '../converting/convertJournal.js'
import { createProgress } from '../rendering/createProgress.js'
import { countOf } from '../rendering/amountText.js'
import { SETTLEMENT_OPTIONS } from '../reading/readSettlement.js'
import { FileSink } from '../writing/FileSink.js'
import { realPath } from '../writing/outputTargets.js'
import { StagedFiles, type FileTarget } from '../writing/StagedFiles.js'
import { EXAMPLE_CONVERSION } from './examples.js'

const { network, state, params, height } = SETTLEMENT_OPTIONS

/** Writes claims or a journal in another form. */
export const convert: Command = {
  name: 'convert',
  summary: 'Writes claims or a journal in another form, without holding them',
  positionals: ['<from>', '<to>'],
  options: {
    network: { ...network, required: false },
    kind: { value: 'NAME', about: 'the claim kind; with it FROM holds claims, else a journal' },
    sort: { about: 'bring claims into canonical order; needs --state and --height' },
    state: { ...state, required: false },
    params,
    height: { ...height, required: false },
    tmp: { value: 'DIR', about: 'folder for sorting (default: the system has one)' },
    memory: { value: 'SIZE', about: 'memory for sorting (default 128MiB)' },
    table: {
      value: 'NAME',
      about: 'postings (default) or entries: of a journal to Arrow, Parquet',
    },
    force: { about: 'replace TO where it is there already' },
    json: { about: 'write what was done as JSON' },
  },
  example: `tlmkit convert ${EXAMPLE_CONVERSION}`,
  run: runConvert,
}

async function runConvert(call: CommandCall): Promise<0> {
  const { options, io, positionals } = call
  const [from = '', to = ''] = positionals
  const target = { path: resolve(io.cwd, to), shown: to }
  const progress = createProgress(io)
  const content = options.flag('kind')
    ? await convertClaims(call, { from, to, progress })
    : convertJournal(call, { from, to })
  assertFree(call, { from, target })
  try {
    await writeBytes(target, content.bytes)
  } finally {
    progress.clear()
  }
  const count = content.count()
  if (options.flag('json')) io.stdout.write(`${JSON.stringify({ from, to, count })}\n`)
  else io.stdout.write(`Written: ${to}, ${countOf(count, content.noun)}\n`)
  return 0
}

interface Free {
  readonly from: string
  readonly target: FileTarget
}

/** Errors: `option-conflict` for one file; `out-exists` without `--force`. */
function assertFree({ options, io }: CommandCall, { from, target }: Free): void {
  const { path, shown } = target
  if (realPath(resolve(io.cwd, from)) === realPath(path)) {
    throw new CommandLineError({
      code: 'option-conflict',
      message: `${from} and ${shown} are the same file: name another one to write.`,
    })
  }
  if (!existsSync(path) || options.flag('force')) return
  throw new InputError({
    code: 'out-exists',
    message: `${shown} is there already: name another file, or replace it with --force.`,
    details: { path: shown, folder: dirname(path) },
  })
}

/** Writes a file whole, or not at all. */
async function writeBytes(target: FileTarget, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const files = new StagedFiles()
  let sink: FileSink | undefined
  try {
    sink = await FileSink.open(files.stage(target))
    for await (const piece of bytes) {
      sink.write([piece])
      await sink.ready()
    }
    await sink.finish()
    files.commit()
  } catch (error) {
    await sink?.close()
    files.discard()
    throw error
  }
}
