import { formatTable } from '../report/formatTable.ts'
import type { Microtasks } from './measureMicrotasks.ts'

/** The section of the report about micro-tasks. */
export function formatMicrotasks(measured: Microtasks | undefined): readonly string[] {
  if (measured === undefined) return []
  const { commits, sealedRowsPerSecond, filteredTasksPerSecond } = measured
  const rows = commits.map(({ segments, perSecond, plainPerSecond }) => [
    segments.toLocaleString('en'),
    (segments * 32).toLocaleString('en'),
    thousands(perSecond),
    thousands(plainPerSecond),
    (plainPerSecond / perSecond).toFixed(2),
  ])
  const header = ['segments', 'tasks', 'segments/s', 'plain segments/s', 'plain is faster by']
  return [
    '## Micro-task batches',
    'commitPartial through lifecycle and pipeline, 4,096 commands a settlement, with journal, hashes and receipt; plain: bigint and Maps, none of these.',
    formatTable(header, rows),
    `Traces sealed: ${thousands(sealedRowsPerSecond)} rows/s. Filters built: ${thousands(filteredTasksPerSecond)} tasks/s.`,
  ]
}

function thousands(perSecond: number): string {
  return `${(perSecond / 1000).toFixed(0)} k`
}
