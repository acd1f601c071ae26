import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const SOURCE = join(import.meta.dirname, '..', 'settle.c')
const FLAGS = ['-O3', '-march=native', '-std=gnu11']

/** A C reference that can run here, and what built it. */
export interface Reference {
  readonly path: string
  readonly compiler: string
}

/** Compiles the C reference into a folder; undefined where no compiler is that can. */
export function compileReference(folder: string): Reference | undefined {
  const path = join(folder, 'settle')
  for (const compiler of ['cc', 'gcc', 'clang']) {
    const built = spawnSync(compiler, [...FLAGS, '-o', path, SOURCE], { encoding: 'utf8' })
    if (built.status === 0) return { path, compiler: `${versionOf(compiler)} ${FLAGS.join(' ')}` }
  }
  return undefined
}

function versionOf(compiler: string): string {
  const { stdout } = spawnSync(compiler, ['--version'], { encoding: 'utf8' })
  return stdout.split('\n')[0] ?? compiler
}
