import { parseId, parseNatural, settle, type Presented, type State } from '@tlmkit/core'
import { asUsage } from '../arguments/asUsage.js'
import type { CommandCall } from '../arguments/Command.js'
import { CommandLineError } from '../arguments/CommandLineError.js'
import type { GivenOptions } from '../arguments/GivenOptions.js'
import { claimSourcesOf, sortPlaceOf, streamedReason } from '../commands/settleFromStreams.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { readClaims } from '../reading/readClaims.js'
import { readNetworkState, readScriptOpening } from '../reading/readScriptGround.js'
import { presentAll, readEngine } from '../reading/readSettlement.js'
import { presentTables, readTables } from '../reading/readTables.js'
import { createProgress, type Progress } from '../rendering/createProgress.js'
import { ScriptRun } from '../running/ScriptRun.js'
import { settleStreamed } from '../streaming/settleStreamed.js'
import { RunTotals } from '../summary/RunTotals.js'
import type { RangeStep, SettlementRange } from './SettlementRange.js'

/** Options of claims alone, and of commands alone. */
const OF_CLAIMS = ['height', 'stream', 'tmp', 'memory', 'engine'] as const
const OF_COMMANDS = ['group'] as const

/**
 * Reads what is to be settled twice: `--claims` at a `--height`, or `--commands`.
 *
 * Errors: `option-missing`, `option-conflict`, and those of the parts.
 */
export async function readRange(call: CommandCall): Promise<SettlementRange> {
  const { options } = call
  options.atMostOne(['claims', 'commands'])
  if (options.flag('commands')) {
    refuseOptions(options, { with: 'commands', names: OF_CLAIMS })
    return await readCommands(call)
  }
  options.required('claims')
  refuseOptions(options, { with: 'claims', names: OF_COMMANDS })
  return await readClaimRange(call)
}

interface Misplaced {
  readonly with: string
  readonly names: readonly string[]
}

/** Refuses options that say nothing of another. Errors: `option-conflict`. */
export function refuseOptions(options: GivenOptions, { with: other, names }: Misplaced): void {
  const name = names.find((each) => options.flag(each))
  if (name === undefined) return
  throw new CommandLineError({
    code: 'option-conflict',
    message: `Option --${name} says nothing of --${other}: leave it out.`,
    details: { option: name, with: other },
  })
}

async function readCommands(call: CommandCall): Promise<SettlementRange> {
  const ground = await readScriptOpening(call)
  const { network, state, file, name } = ground
  return { network, state, shown: file.path, id: name, settleOn }

  async function* settleOn(opening: State): AsyncGenerator<RangeStep> {
    const progress = createProgress(call.io)
    const script = new ScriptRun({ ...ground, state: opening, onBytes: progress.onBytes })
    let done = 0
    try {
      for await (const group of script.groups()) {
        const totals = new RunTotals()
        totals.add(group)
        const { accepted, refused } = totals
        done += group.lines.length
        progress.onCommands(done)
        yield { settled: group.settled, commands: { accepted, refused } }
      }
    } finally {
      progress.clear()
    }
  }
}

interface ClaimGround extends Pick<SettlementRange, 'network'> {
  readonly name: { readonly id: string; readonly height: bigint }
  readonly tables: Readonly<Record<string, Presented>>
}

async function readClaimRange(call: CommandCall): Promise<SettlementRange> {
  const { options, io } = call
  const name = asUsage(() => {
    const height = parseNatural(options.required('height'), '--height')
    return { height, id: parseId(options.text('id') ?? `height-${height}`, '--id') }
  })
  const { network, state } = await readNetworkState(call)
  const folder = options.text('tables')
  const files = readTables(
    network,
    folder === undefined ? undefined : { path: folder, cwd: io.cwd },
  )
  const ground = { network, name, tables: presentTables(files) }
  const settleOn =
    streamedReason(options) === undefined
      ? await holdClaims(call, ground)
      : streamClaims(call, ground)
  const shown = `${options.list('claims').join(', ')} at height ${name.height}`
  return { network, state, shown, id: name.id, settleOn }
}

/** Settles claims that are held. */
async function holdClaims(
  call: CommandCall,
  { network, name, tables }: ClaimGround,
): Promise<SettlementRange['settleOn']> {
  const { options, io } = call
  const engine = readEngine(options)
  const claims = presentAll(await readClaims(network, options.list('claims'), io.cwd))
  return async function* (state) {
    const progress = createProgress(io)
    yield await settled(progress, () => {
      const { onProgress } = progress
      const given = { ...name, claims, tables }
      return settle(network, state, given, { sha256: nodeSha256, onProgress, engine, dust: false })
    })
  }
}

/** Settles claims that are read anew each time. */
function streamClaims(
  call: CommandCall,
  { network, name, tables }: ClaimGround,
): SettlementRange['settleOn'] {
  const place = sortPlaceOf(call)
  const engine = readEngine(call.options)
  return async function* (state) {
    const progress = createProgress(call.io)
    yield await settled(progress, async () => {
      const { result } = await settleStreamed({
        ...{ network, state, engine, ...place, onRows: progress.onRows },
        input: { ...name, tables },
        claims: claimSourcesOf(call, { network, progress }),
      })
      const { receipt, repeated, state: after } = result
      return { receipt, repeated, state: after }
    })
  }
}

async function settled(
  progress: Progress,
  run: () => RangeStep['settled'] | Promise<RangeStep['settled']>,
): Promise<RangeStep> {
  try {
    return { settled: await run(), commands: undefined }
  } finally {
    progress.clear()
  }
}
