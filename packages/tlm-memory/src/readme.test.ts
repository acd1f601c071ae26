import { readFileSync } from 'node:fs'
import { tableUnder } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { memoryNetwork, readyRun, reservation } from './memoryNetwork.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the codes are written as they are', () => {
  const rows = [...memoryNetwork().lifecycles.values()].flatMap(({ commands }) =>
    Object.entries(commands).map(([command, { codes }]) => [command, codes.join(', ')]),
  )
  const written = tableUnder(readme, 'Commands').map(([command, , codes]) => [command, codes])
  expect(written).toEqual(rows)
})

test('the chains are written as they are tested', () => {
  const plain = (name: string): string =>
    name.replaceAll(/[A-Z]/g, (one) => `-${one.toLowerCase()}`)
  const written = tableUnder(readme, 'Pipelines').map(([kind, chain = '']) => {
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
  const written = tableUnder(readme, 'A worked example').map(([, amount = '']) => BigInt(amount))
  expect(written).toEqual([treasury + node, treasury, node, refund])
})
