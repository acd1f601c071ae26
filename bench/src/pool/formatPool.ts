import { formatTable } from '../report/formatTable.ts'
import type { PoolFigures, SizeFigures, WayName } from './PoolFigures.ts'

const KIBIBYTE = 1024
const WAYS: Readonly<Record<WayName, string>> = {
  warm: 'pool, warm',
  handed: 'pool, from another owner',
  uint8Array: 'Uint8Array',
  alloc: 'Buffer.alloc',
  allocUnsafe: 'Buffer.allocUnsafe',
  filled: 'Buffer.alloc, filled',
}

/** The figures of the pool as Markdown. */
export function formatPool(figures: PoolFigures): readonly string[] {
  const { rounds, sizes, lru } = figures
  return [
    '## Memory pool',
    `Microseconds of processor time to get memory and give it back; medians of ${rounds} rounds in turns.`,
    sizeTable(sizes.filter(({ isTouched }) => !isTouched)),
    'The same with one byte a page written; filled memory is not written again.',
    sizeTable(sizes.filter(({ isTouched }) => isTouched)),
    'Nanoseconds of processor time of an operation on a pool full of warm segments of a page.',
    formatTable(
      ['warm segments', 'reserve by key + release', 'evict + reserve'],
      lru.map(({ segments, reuse, evict }) => [
        segments.toLocaleString('en'),
        reuse.toFixed(0),
        evict.toFixed(0),
      ]),
    ),
    goalTable(figures),
  ]
}

function sizeTable(sizes: readonly SizeFigures[]): string {
  const names = Object.keys(WAYS) as WayName[]
  return formatTable(
    ['size', ...names.map((name) => WAYS[name])],
    sizes.map(({ bytes, nanoseconds }) => [
      sizeText(bytes),
      ...names.map((name) => (nanoseconds[name] / 1000).toFixed(2)),
    ]),
  )
}

function goalTable({ sizes, lru }: PoolFigures): string {
  const ratio = (kibibytes: number, [of, over]: readonly [WayName, WayName]): number => {
    const isTouched = of === 'filled'
    const found = sizes.find(
      (size) => size.bytes === kibibytes * KIBIBYTE && size.isTouched === isTouched,
    )
    return found === undefined ? Number.NaN : found.nanoseconds[of] / found.nanoseconds[over]
  }
  const [fewest, most] = [lru[0]?.reuse ?? Number.NaN, lru.at(-1)?.reuse ?? Number.NaN]
  const rows = [
    [
      '64 MiB warm, one byte a page, against allocating and filling',
      100,
      ratio(65_536, ['filled', 'warm']),
    ],
    ['64 KiB warm, against Buffer.alloc', 5, ratio(64, ['alloc', 'warm'])],
    ['64 KiB from another owner, zeroed, against Buffer.alloc', 2, ratio(64, ['alloc', 'handed'])],
  ] as const
  return formatTable(
    ['what', 'at least', 'measured', 'reached'],
    [
      ...rows.map(([what, least, value]) => [
        what,
        `${least}x`,
        `${value.toFixed(1)}x`,
        value >= least ? 'yes' : 'no',
      ]),
      ['reserve by key, most segments over fewest', '-', `${(most / fewest).toFixed(1)}x`, ''],
    ],
  )
}

function sizeText(bytes: number): string {
  const kibibytes = bytes / KIBIBYTE
  return kibibytes < KIBIBYTE ? `${kibibytes} KiB` : `${kibibytes / KIBIBYTE} MiB`
}
