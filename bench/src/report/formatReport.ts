import { PHASES, type ContestantName } from '../harness/Contestant.ts'
import type { Result } from '../harness/measureWorkload.ts'
import { formatMicrotasks } from '../microtasks/formatMicrotasks.ts'
import { formatPool } from '../pool/formatPool.ts'
import { formatTable } from './formatTable.ts'
import { mustReach } from './mustReach.ts'
import type { Report } from './Report.ts'

const CONTESTANTS: Readonly<Record<ContestantName, string>> = {
  plain: '(a) bigint',
  reference: '(b) reference',
  columnar: '(c) columnar',
  c: '(d) C',
}

/** The report as Markdown that reads well in a terminal. */
export function formatReport(report: Report): string {
  const counts = [...new Set(report.results.map(({ claims }) => claims))].sort((a, b) => b - a)
  const sections = [
    headOf(report),
    ...counts.flatMap((count) => tablesOf(report.results.filter(({ claims }) => claims === count))),
    ...phasesOf(report),
    ...singleCommandsOf(report),
    ...formatMicrotasks(report.microtasks),
    ...(report.pool === undefined ? [] : formatPool(report.pool)),
    goalsOf(report),
  ]
  return `${sections.join('\n\n')}\n`
}

function headOf({ date, machine, versions, repeat, order, results }: Report): string {
  const waited = Math.max(0, ...results.map(({ waitedPercent }) => waitedPercent))
  const { processor, cores, memoryGiB } = machine
  return [
    `- date: ${date}`,
    `- machine: ${processor}, ${cores} cores, ${memoryGiB} GiB`,
    `- versions: Node ${versions.node}, core ${versions.core} (commit ${versions.commit})`,
    `- C: ${versions.compiler ?? 'no compiler here, so its lines are left out'}`,
    `- medians of ${repeat} runs after one to warm up, in turns; claims reach the engines in ${order} order`,
    `- at most ${waited.toFixed(0)} percent of a run was waiting, for other programs or the garbage collector`,
  ].join('\n')
}

function tablesOf(results: readonly Result[]): readonly string[] {
  const [first] = results
  if (first === undefined) return []
  const contestants = [...new Set(results.map(({ contestant }) => contestant))]
  const workloads = [...new Set(results.map(({ workload }) => workload))]
  const has = (...names: ContestantName[]): boolean =>
    names.every((name) => contestants.includes(name))
  const ratios = RATIOS.filter(({ of, over }) => has(of, over))
  const header = [
    'workload',
    ...contestants.map((name) => `${CONTESTANTS[name]} ns`),
    ...ratios.map(({ title }) => title),
    'postings',
    'discarded',
  ]
  const rows = workloads.map((workload) => {
    const each = results.filter((result) => result.workload === workload)
    const cost = (name: ContestantName): number =>
      each.find(({ contestant }) => contestant === name)?.nanosecondsPerClaim ?? Number.NaN
    const { title = '', settled = 0, postings = 0 } = each[0] ?? {}
    return [
      title,
      ...contestants.map((name) => cost(name).toFixed(0)),
      ...ratios.map(({ of, over }) => (cost(of) / cost(over)).toFixed(2)),
      (postings / Math.max(1, settled)).toFixed(2),
      percent(1 - settled / first.claims),
    ]
  })
  return [
    `## ${first.claims.toLocaleString('en')} claims`,
    `Nanoseconds per claim presented; postings per claim settled. ${scopeOf(results)}`,
    formatTable(header, rows),
    'Peak memory over that of the process without claims, in MiB; for C of the whole program.',
    memoryOf(results, { contestants, workloads }),
  ]
}

const RATIOS = [
  { title: '(a)/(b)', of: 'plain', over: 'reference' },
  { title: '(a)/(c)', of: 'plain', over: 'columnar' },
  { title: '(c)/(d)', of: 'columnar', over: 'c' },
  { title: '(a)/(d)', of: 'plain', over: 'c' },
] as const

function scopeOf(results: readonly Result[]): string {
  const whole = results.filter(({ scope }) => scope === 'whole')
  const names = [...new Set(whole.map(({ contestant }) => CONTESTANTS[contestant]))]
  if (names.length === 0) return 'Settling alone.'
  return `Settling alone; for ${names.join(' and ')} all of \`settle\`: rows are read and hashed, and journal, state and receipt made, besides.`
}

function memoryOf(
  results: readonly Result[],
  lists: { readonly contestants: readonly ContestantName[]; readonly workloads: readonly string[] },
): string {
  const rows = lists.workloads.map((workload) => {
    const each = results.filter((result) => result.workload === workload)
    return [
      each[0]?.title ?? '',
      ...lists.contestants.map((name) => {
        const peak = each.find(({ contestant }) => contestant === name)?.peakOverIdleKilobytes
        return peak === undefined ? '-' : (peak / 1024).toFixed(0)
      }),
    ]
  })
  return formatTable(['workload', ...lists.contestants.map((name) => CONTESTANTS[name])], rows)
}

function phasesOf({ endToEnd }: Report): readonly string[] {
  if (endToEnd.length === 0) return []
  const rows = endToEnd.map(({ title, claims, claimsPerSecond, phases, ...result }) => [
    title,
    claims.toLocaleString('en'),
    `${(claimsPerSecond / 1e6).toFixed(2)} M`,
    ...PHASES.map((phase) => phases[phase]?.toFixed(0) ?? '-'),
    (result.peakOverIdleKilobytes / 1024).toFixed(0),
  ])
  const header = ['input', 'claims', 'claims/s', ...PHASES.map((phase) => `${phase} ms`), 'MiB']
  return ['## From file to disk', formatTable(header, rows)]
}

function singleCommandsOf({ singleCommands }: Report): readonly string[] {
  if (singleCommands === undefined) return []
  const { engine, withReceipt, plain, commands, runs, nodes } = singleCommands
  return [
    '## Single commands',
    `A rule of ${nodes} nodes, its lifecycle, 4 postings; medians of ${runs} groups of ${commands}.`,
    formatTable(
      ['who', 'us per command'],
      [
        ['reference engine', engine.toFixed(2)],
        ['the same with its receipt: journal, hashes, payout tree', withReceipt.toFixed(2)],
        ['plain bigint and Map, same balances', plain.toFixed(2)],
      ],
    ),
  ]
}

function goalsOf(report: Report): string {
  const rows = mustReach(report).map(({ what, atLeast, measured, isReached }) => [
    what,
    atLeast,
    measured ?? 'not measured',
    measured === undefined ? '' : isReached ? 'yes' : 'no',
  ])
  return [
    '## Must reach (issue 3)',
    formatTable(['what', 'at least', 'measured', 'reached'], rows),
  ].join('\n\n')
}

function percent(part: number): string {
  return `${(part * 100).toFixed(part === 0 ? 0 : 1)} %`
}
