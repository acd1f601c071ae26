import type { Network } from '@tlmkit/core'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommandCall, OptionSpecs } from '../arguments/Command.js'
import { CommandLineError } from '../arguments/CommandLineError.js'
import type { GivenOptions } from '../arguments/GivenOptions.js'
import { parseByteSize } from '../arguments/parseByteSize.js'
import { claimPathOf } from '../reading/claimPaths.js'
import { claimFormatOf, isBinaryFormat, openClaims } from '../reading/openClaims.js'
import { claimFilesOf } from '../reading/readClaims.js'
import { readEngine, readGround } from '../reading/readSettlement.js'
import { toFileError } from '../reading/toFileError.js'
import { createProgress, type Progress } from '../rendering/createProgress.js'
import type { ClaimSource, SortPlace } from '../streaming/orderedBlocks.js'
import { settleStreamed } from '../streaming/settleStreamed.js'
import { outputTargets } from '../writing/outputTargets.js'
import type { SettlementReport } from './reportSettlement.js'

/** Options that say whether claims stream, and how they are sorted. */
export const STREAM_OPTIONS = {
  stream: { about: 'hold no claims in memory; always so with .rows, .arrow and .parquet' },
  tmp: {
    value: 'DIR',
    about: 'folder for sorting streamed claims (default: the system has one)',
  },
  memory: { value: 'SIZE', about: 'memory for sorting streamed claims (default 128MiB)' },
} as const satisfies OptionSpecs

/** Why a settlement streams: the file or option that has it so; undefined where it does not. */
export function streamedReason(options: GivenOptions): string | undefined {
  const paths = options.list('claims').map(claimPathOf)
  const binary = paths.find((path) => isBinaryFormat(claimFormatOf(path)))
  return binary ?? (options.flag('stream') ? '--stream' : undefined)
}

/** Settles claims that are not held. Errors: those of `settleStreamed`; `option-conflict`. */
export async function settleFromStreams(
  call: CommandCall,
  reason: string,
): Promise<SettlementReport> {
  const { options, io } = call
  assertNoClaimsAsked(options, reason)
  const place = sortPlaceOf(call)
  const engine = readEngine(options)
  const { network, state, name, tableRows } = await readGround(call)
  const targets = outputTargets(call)
  const progress = createProgress(io)
  const claims = claimSourcesOf(call, { network, progress })
  try {
    const { result, timings, written } = await settleStreamed({
      network,
      state,
      input: { ...name, tables: tableRows },
      claims,
      ...(options.flag('dry-run') ? {} : targets),
      ...place,
      engine,
      now: io.now,
      onRows: progress.onRows,
    })
    return { network, result, filter: undefined, written, timings, isStreamed: true }
  } finally {
    progress.clear()
  }
}

interface SourceGround {
  readonly network: Network
  readonly progress: Progress
}

/** The files that `--claims` names, to be read as they settle. Errors: `kind-unknown`. */
export function claimSourcesOf(
  { options, io }: CommandCall,
  { network, progress: { onBytes } }: SourceGround,
): readonly ClaimSource[] {
  return claimFilesOf(network, options.list('claims'), io.cwd).map((file) => ({
    kind: file.kind.name,
    file: { path: file.path, cwd: file.cwd },
    onBytes,
    open: () => openClaims(file.kind, file, { onBytes }),
  }))
}

/** What `--tmp` and `--memory` name. Errors: `option-value-invalid`, and the faults of files. */
export function sortPlaceOf({ options, io }: CommandCall): SortPlace {
  const [tmp, memory] = [options.text('tmp'), options.text('memory')]
  const memoryBytes = memory === undefined ? undefined : parseByteSize(memory, '--memory')
  if (tmp === undefined) return { memoryBytes }
  const folder = resolve(io.cwd, tmp)
  try {
    if (statSync(folder).isDirectory()) return { memoryBytes, tmp: folder }
  } catch (error) {
    throw toFileError(error, 'sort in', tmp)
  }
  throw toFileError('ENOTDIR', 'sort in', tmp)
}

function assertNoClaimsAsked(options: GivenOptions, reason: string): void {
  const asked = ['only', 'ndjson'].find((name) => options.flag(name))
  if (asked === undefined) return
  throw new CommandLineError({
    code: 'option-conflict',
    message: `--${asked} lists claims, and ${reason} has them streamed, so that none is held: read them from the journal, or give .ndjson or .json without --stream.`,
    details: { option: asked, reason },
  })
}
