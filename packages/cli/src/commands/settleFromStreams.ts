import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommandCall } from '../arguments/Command.js'
import { CommandLineError } from '../arguments/CommandLineError.js'
import type { GivenOptions } from '../arguments/GivenOptions.js'
import { parseByteSize } from '../arguments/parseByteSize.js'
import { claimPathOf } from '../reading/claimPaths.js'
import { claimFormatOf, isBinaryFormat, openClaims } from '../reading/openClaims.js'
import { claimFilesOf } from '../reading/readClaims.js'
import { readEngine, readGround } from '../reading/readSettlement.js'
import { toFileError } from '../reading/toFileError.js'
import { createProgress } from '../rendering/createProgress.js'
import type { ClaimSource, SortPlace } from '../streaming/orderedBlocks.js'
import { settleStreamed } from '../streaming/settleStreamed.js'
import { outputTargets } from '../writing/outputTargets.js'
import type { SettlementReport } from './reportSettlement.js'

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
  const files = claimFilesOf(network, options.list('claims'), io.cwd)
  const claims = files.map((file) => ({
    kind: file.kind.name,
    file: { path: file.path, cwd: file.cwd },
    onBytes: progress.onBytes,
    open: () => openClaims(file.kind, file, { onBytes: progress.onBytes }),
  })) satisfies readonly ClaimSource[]
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
