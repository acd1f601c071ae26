import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  accountParam,
  amountParam,
  idParam,
  listParams,
  quantitiesParam,
  ratioParam,
  sharesParam,
  unitsParam,
} from './index.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const source = readFileSync(new URL(import.meta.url), 'utf8')

const params = z.object({
  fee: ratioParam('0.02', { max: '0.1', effect: 'Share of every payment.' }),
  window: unitsParam(4n, { min: 1n, unit: 'blocks', effect: 'Length of the claim window.' }),
  threshold: amountParam(20n, { unit: 'upokt', effect: 'Claims from here are proven.' }),
  dao: accountParam('module/dao', { effect: 'Takes what rounding leaves over.' }),
  cause: idParam('late', { effect: 'Name under which penalties are counted.' }),
  split: sharesParam({ supplier: '0.7', dao: '0.3' }, { effect: 'Who gets the mint.' }),
  models: quantitiesParam(
    { small: 800n },
    { of: 'models', min: 1n, unit: 'ms', effect: 'Models served, and how fast.' },
  ),
})

test('the README shows these params', () => {
  const [, block = ''] = /^```ts\n(.*?)^```$/ms.exec(readme) ?? []
  expect(block).not.toBe('')
  expect(source).toContain(block)
})

test('listParams gives the table of the README', () => {
  const rows = listParams(params).map((row) => {
    const { key, kind, unit, min = '', max = '', effect } = row
    return `| \`${key}\` | ${[kind, unit, min, max, row.default, effect].join(' | ')} |`
  })
  const table = [...readme.matchAll(/^\| `[a-z]+` \|.*$/gm)].map((row) => row[0])
  expect(table.map((row) => row.replaceAll(/ +/g, ' '))).toEqual(
    rows.map((row) => row.replaceAll(/ +/g, ' ')),
  )
})

test('the README shows the refusal', () => {
  const refused = params.safeParse({ fee: '0.5' })
  expect(readme).toContain(refused.error?.issues[0]?.message)
})
