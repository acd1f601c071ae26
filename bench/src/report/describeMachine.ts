import core from '@tlmkit/core/package.json' with { type: 'json' }
import { spawnSync } from 'node:child_process'
import { availableParallelism, cpus, totalmem } from 'node:os'
import type { Report } from './Report.ts'

/** The machine and the versions, without names of hosts or folders. */
export function describeMachine(
  compiler: string | undefined,
): Pick<Report, 'date' | 'machine' | 'versions'> {
  const git = spawnSync('git', ['describe', '--always', '--dirty', '--exclude=*'], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    },
    versions: {
      node: process.version,
      core: core.version,
      commit: git.status === 0 ? git.stdout.trim() : 'unknown',
      ...(compiler === undefined ? {} : { compiler }),
    },
  }
}
