import { readFileSync } from 'node:fs'
import { listParams } from '@tlmkit/params'
import { expect, test } from 'vitest'
import { billLifecycles, billParams, inferenceKinds, quoteBill } from './index.js'
import {
  BillRun,
  dispatching,
  opening,
  submission,
  verdict,
  type Opening,
} from './inferenceNetwork.fixture.js'

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

test('the worked example comes out as it is written', () => {
  const run = new BillRun()
  const codes = [
    run.adaptor('registerAdaptor', 1),
    run.bill('open', 1, opening(100)),
    run.bill('dispatch', 1, dispatching({ adaptor: 'a1' })),
    run.bill('submit', 2, submission(100, 1500)),
    run.bill('settle', 3, verdict(100, 1500)),
    run.bill('close', 603),
    run.adaptor('leaveAdaptor', 603),
    run.adaptor('withdrawAdaptor', 101_403),
  ]
  expect(codes).toEqual(codes.map(() => 'ok'))
  const written = tableUnder('A worked example')
  expect(written).toHaveLength(8)
  const gained: Opening = Object.fromEntries(
    written.map(([account = '']) => [account, run.gained(account)]),
  )
  expect(written).toEqual(Object.entries(gained).map(([path, held]) => [path, String(held)]))
  const { escrow, paid, nodePart } = quoteBill({ cuMax: 100n, responseMs: 1500n })
  expect(readme).toContain(`The escrow is\n${escrow}.`)
  expect([-paid, nodePart]).toEqual([gained['user/u1/balance'], gained['operator/n1/balance']])
})

test('the commands are written as they are', () => {
  const lifecycles = billLifecycles({
    ...{ denomination: 'DGAI', domain: 'readme', kinds: inferenceKinds('DGAI') },
    signatures: { verify: () => false },
  })
  const rows = lifecycles.flatMap(({ commands }) =>
    Object.entries(commands).map(([name, { columns, codes }]) => {
      const fields = Object.keys(columns)
      return [name, fields.length === 0 ? '-' : fields.join(', '), codes.join(', ')]
    }),
  )
  expect(tableUnder('Commands of bills')).toEqual(rows)
})

test('the parameters are written as they are', () => {
  const rows = listParams(billParams).map((row) => [row.key, row.unit, row.default])
  const written = tableUnder('Parameters of bills').map(([key, unit, , byDefault]) => {
    return [key, unit, byDefault]
  })
  expect(written).toEqual(rows)
})
