import { readFileSync } from 'node:fs'
import { listParams } from '@tlmkit/params'
import { expect, test } from 'vitest'
import { memoryParams } from './index.js'
import { memoryNetwork, readyRun, reservation } from './memoryNetwork.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** Rows of the first table under a heading, without its two head rows. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const [table = ''] = /(?:^\|.*\n)+/m.exec(section) ?? []
  const rows = table.trim().split('\n').slice(2)
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

test('the parameters are written as they are', () => {
  const rows = listParams(memoryParams).map(({ key, unit, default: byDefault }) => {
    return [key, unit, byDefault]
  })
  const written = tableUnder('Parameters').map(([key, unit, , byDefault]) => [key, unit, byDefault])
  expect(written).toEqual(rows)
})

test('the codes are written as they are', () => {
  const rows = [...memoryNetwork().lifecycles.values()].flatMap(({ commands }) =>
    Object.entries(commands).map(([command, { codes }]) => [command, codes.join(', ')]),
  )
  const written = tableUnder('Commands').map(([command, , codes]) => [command, codes])
  expect(written).toEqual(rows)
})

test('the chains are written as they are tested', () => {
  const plain = (name: string): string =>
    name.replaceAll(/[A-Z]/g, (one) => `-${one.toLowerCase()}`)
  const written = tableUnder('Pipelines').map(([kind, chain = '']) => {
    return [
      kind,
      chain
        .replaceAll(/ \([^)]*\)/g, '')
        .split(', ')
        .map(plain),
    ]
  })
  const rows = [...memoryNetwork().kinds].map(([kind, routes]) => {
    return [kind, routes.default.chain.map(({ tlm }) => tlm.name)]
  })
  expect(written).toEqual(rows)
})

test('the worked example comes out as it is written', () => {
  const run = readyRun()
  run.lease('reserve', 0, reservation())
  run.lease('release', 37, { party: 'c1' })
  const [treasury, node] = [run.balance('module/treasury'), run.balance('operator/n1/balance')]
  const refund = 7000n + run.gained('caller/c1/balance')
  const written = tableUnder('A worked example').map(([, amount = '']) => BigInt(amount))
  expect(written).toEqual([treasury + node, treasury, node, refund])
})
