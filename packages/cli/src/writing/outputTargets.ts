import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { CommandCall } from '../arguments/Command.js'
import { CommandLineError } from '../arguments/CommandLineError.js'
import { claimPathOf } from '../reading/claimPaths.js'
import { assertFreshFolder } from './assertFreshFolder.js'
import type { FileTarget } from './StagedFiles.js'

/** Where a settlement writes. */
export interface OutputTargets {
  readonly out: FileTarget | undefined
  readonly payees: FileTarget | undefined
  readonly stateOut: FileTarget | undefined
}

/**
 * What `--out`, `--payees` and `--state-out` name.
 *
 * Errors: `out-exists`; `option-conflict` where two are one file, or one is an input.
 */
export function outputTargets({ options, io }: CommandCall): OutputTargets {
  const target = (name: string): FileTarget | undefined => {
    const shown = options.text(name)
    return shown === undefined ? undefined : { shown, path: resolve(io.cwd, shown) }
  }
  const targets = { out: target('out'), payees: target('payees'), stateOut: target('state-out') }
  if (targets.out !== undefined) assertFreshFolder(targets.out.path, targets.out.shown)
  const files = filesOf(targets)
  if (new Set(files.map(({ path }) => path)).size < files.length) {
    throw new CommandLineError({
      code: 'option-conflict',
      message: 'Two of --out, --payees and --state-out name the same file.',
    })
  }
  const tables = options.text('tables')
  assertNoInput(files, {
    files: inputPaths({ options, io }).map(realPath),
    tables: tables === undefined ? undefined : realPath(resolve(io.cwd, tables)),
  })
  return targets
}

/** The files that may be written; those in the folder by every name that they may have. */
function filesOf({ out, payees, stateOut }: OutputTargets): readonly FileTarget[] {
  const names = ['journal.ndjson', 'journal.blocks', 'receipt.json']
  const inFolder = (out === undefined ? [] : names).map((name) => ({
    shown: join(out?.shown ?? '', name),
    path: join(out?.path ?? '', name),
  }))
  return [...inFolder, payees, stateOut].filter((file) => file !== undefined)
}

/** Files that the settlement reads. The state may be written where it was read. */
function inputPaths({ options, io }: Pick<CommandCall, 'options' | 'io'>): readonly string[] {
  const claims = options.list('claims').map(claimPathOf)
  const given = ['params', 'network', 'commands'].map((name) => options.text(name))
  const files = [...given, ...claims]
  const state = options.text('state-out') === options.text('state') ? [] : [options.text('state')]
  return [...files, ...state]
    .filter((path) => path !== undefined)
    .map((path) => resolve(io.cwd, path))
}

interface Inputs {
  readonly files: readonly string[]
  readonly tables: string | undefined
}

function assertNoInput(files: readonly FileTarget[], inputs: Inputs): void {
  for (const { path, shown } of files) {
    const real = realPath(path)
    const isInput = inputs.files.includes(real) || dirname(real) === inputs.tables
    if (!isInput) continue
    throw new CommandLineError({
      code: 'option-conflict',
      message: `${shown} is, or lies in, what this settlement reads: write somewhere else.`,
    })
  }
}

/** The path without links, as far as it exists. */
export function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path
}
