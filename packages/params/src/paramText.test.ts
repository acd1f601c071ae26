import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  accountParam,
  amountParam,
  choiceParam,
  flagParam,
  idParam,
  idsParam,
  listParams,
  quantitiesParam,
  ratioParam,
  readParam,
  sharesParam,
  showParam,
  unitsParam,
} from './index.js'

const effect = 'An effect.'
const params = z.strictObject({
  ratio: ratioParam('0.05', { effect }),
  units: unitsParam(7n, { unit: 'blocks', effect }),
  amount: amountParam(20n, { unit: 'upokt', effect }),
  account: accountParam('module/dao', { effect }),
  id: idParam('late', { effect }),
  choice: choiceParam(['penalty', 'literal'], { effect }),
  flag: flagParam(true, { effect }),
  ids: idsParam(['a', 'b'], { unit: 'names', effect }),
  shares: sharesParam({ supplier: '0.7', dao: '0.3' }, { effect }),
  quantities: quantitiesParam({ small: 800n }, { of: 'models', unit: 'ms', effect }),
})
const metas = new Map(listParams(params).map((row) => [row.key, row]))
const kindOf = (key: string) => ({ kind: metas.get(key)!.kind })

describe('text of parameters', () => {
  test('every default is read from its text, and written so', () => {
    const defaults: Readonly<Record<string, unknown>> = params.parse({})
    expect(metas.size).toBe(Object.keys(params.shape).length)
    for (const [key, meta] of metas) {
      const written = readParam(meta, meta.default)
      expect(params.parse({ [key]: written })).toEqual(defaults)
      expect(showParam(meta, defaults[key])).toBe(meta.default)
      expect(showParam(meta, written)).toBe(meta.default)
    }
  })

  test.each([
    ['ratio', '1/3', '1/3'],
    ['ratio', '0.50', '0.5'],
    ['flag', 'false', 'false'],
    ['ids', '', ''],
    ['ids', ' a ,b', 'a, b'],
    ['ids', 'a\\, b, c\\\\d', 'a\\, b, c\\\\d'],
    ['shares', 'dao 0.25,supplier 3/4', 'supplier 0.75, dao 0.25'],
    ['quantities', 'a model 7, __proto__ 8', 'a model 7, __proto__ 8'],
    ['quantities', '', ''],
  ])('%s: "%s" is written "%s"', (key, text, shown) => {
    const { [key as 'ratio']: value } = params.parse({ [key]: readParam(kindOf(key), text) })
    expect(showParam(kindOf(key), value)).toBe(shown)
  })

  test.each([
    ['flag', 'yes', 'p: "yes" is neither true nor false: write true or false.'],
    ['shares', '0.7', 'p: "0.7" has no name: write a name and a number: supplier 0.7.'],
    ['shares', 'dao 0.7, dao 0.3', 'p: "dao" stands twice: give each name once.'],
  ])('%s: "%s" is refused', (key, text, message) => {
    expect(() => readParam(kindOf(key), text, 'p')).toThrow(
      expect.objectContaining({ code: 'param-text-invalid', message }),
    )
  })

  test('random names and numbers come back', () => {
    const seed = fuzzSeed()
    const dice = new Dice(seed)
    const name = (place: number) =>
      `${dice.times(1 + dice.roll(4), () => dice.pick(['x', ',', '\\', ' y', 'ü'])).join('')}${place}`
    for (let run = 0; run < fuzzRuns(300); run++) {
      const ids = dice.times(dice.roll(4), (index) => name(index).trim())
      const quantities = Object.fromEntries(ids.map((id) => [id, BigInt(dice.roll(1000))]))
      const values = params.parse({ ids, quantities })
      const read = {
        ids: readParam({ kind: 'ids' }, showParam({ kind: 'ids' }, values.ids)),
        quantities: readParam(
          { kind: 'quantities' },
          showParam({ kind: 'quantities' }, values.quantities),
        ),
      }
      expect(params.parse(read), `seed ${seed}`).toEqual(values)
    }
  })
})
