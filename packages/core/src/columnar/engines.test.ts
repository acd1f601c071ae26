import { expect, test, vi } from 'vitest'
import { compareEngines } from './fuzz/compareEngines.fixture.js'
import { fuzzCase } from './fuzz/fuzzCase.fixture.js'
import { FuzzCount } from './fuzz/FuzzCount.fixture.js'
import { shrinkCase } from './fuzz/shrinkCase.fixture.js'
import { fuzzFactor } from './kernelDraw.fixture.js'
import type * as Loading from './loadKernels.js'

const fuzz = fuzzFactor(process.env['TLMKIT_FUZZ'])
const seed = Number(process.env['TLMKIT_SEED'] ?? Date.now() % 2 ** 31)

/** Plans of different ids that a run settles by. */
const PLANS = fuzz < 10 ? 300 * fuzz : 500 * fuzz
/** Differences that are made small and shown. */
const SHOWN_MAX = 3

const count = vi.hoisted(() => ({ byColumn: 0, byRow: 0, stateful: 0 }))

// How blocks are posted shows in no result: it is seen where the kernels are asked for it.
vi.mock('./loadKernels.js', async (original) => {
  const { loadKernels } = await original<typeof Loading>()
  return {
    loadKernels(host: Loading.Host) {
      const kernels = loadKernels(host)
      return {
        ...kernels,
        postColumns(start: number, size: number, rows: number, first: number): number {
          const posted = kernels.postColumns(start, size, rows, first)
          if (posted === 0) count.byRow += 1
          else if (size > 0) count.byColumn += 1
          return posted
        },
        applyRows(start: number, size: number, rows: number, steps: number): void {
          count.stateful += 1
          kernels.applyRows(start, size, rows, steps)
        },
      }
    },
  }
})

test(`both engines settle alike (TLMKIT_SEED=${seed})`, () => {
  const features = new FuzzCount()
  const failed: number[] = []
  for (let index = 0; features.plans < PLANS; index++) {
    const one = fuzzCase(seed + index)
    const { results, error, difference } = compareEngines(one)
    features.addCase(one, results, error)
    if (difference !== undefined) failed.push(seed + index)
    if (failed.length === SHOWN_MAX) break
  }
  features.add('block posted by column', count.byColumn)
  features.add('block posted by row, because a posting may fail', count.byRow)
  features.add('block posted by row, because balances are read', count.stateful - count.byRow)
  console.info(`${features.plans} plans, TLMKIT_SEED=${seed}\n${features.table()}`)
  expect(failed.map(shrinkCase)).toEqual([])
  expect(missing(features)).toEqual([])
  const others = features.of('segment by reference')
  expect(others / (others + features.of('segment by column'))).toBeLessThan(0.08)
})

/** What every run must have met. */
function missing(features: FuzzCount): readonly string[] {
  const wanted = [
    ...['timesRatio floor', 'timesRatio ceil', 'mulDiv floor', 'mulDiv ceil', 'over floor'],
    ...[
      'over ceil',
      'minus zero',
      'minus reject',
      'multiply',
      'plus',
      'min',
      'max',
      'convert floor',
    ],
    ...['ratioOf', 'ratioTimes', 'ratioOver', 'ratioInverse', 'ratioPlusOne', 'ratioComplement'],
    ...['above', 'atLeast', 'below', 'equal', 'isZero', 'is', 'sameId', 'and', 'or', 'not'],
    ...['select amount', 'select units', 'alias', 'bucket', 'item', 'listCount', 'listSum'],
    ...['listDuplicates', 'groupPresented', 'groupCount', 'groupSum', 'groupSame', 'perClaim'],
    ...['taken', 'short', 'balance'],
  ].map((name) => `node ${name}`)
  const statements = [
    'reject',
    'finish',
    'emit',
    'transfer',
    'take from 1',
    'balance',
    'tally',
    'each',
  ]
  const splits = ['first', 'last', 'largestRemainder', 'account'].map(
    (dust) => `splitAmong ${dust}`,
  )
  const outcomes = [
    'settled',
    'finished ended',
    'discarded refused',
    'discarded insufficient-funds',
  ]
  const ways = ['block posted by column', 'block posted by row, because a posting may fail']
  return [
    ...wanted,
    ...statements,
    ...['tally of an amount', 'in list: tally of an amount'],
    ...splits,
    ...statements.slice(0, 7).map((name) => `in list: ${name}`),
    ...outcomes.map((name) => `claim ${name}`),
    ...['claim discarded after a posting', 'claim finished after a posting', 'claim deferred'],
    ...ways,
  ].filter((feature) => features.of(feature) === 0)
}
