import { readFileSync } from 'node:fs'
import { tableUnder } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import { billLifecycles, inferenceKinds, quoteBill } from './index.js'
import {
  BillRun,
  dispatching,
  opening,
  submission,
  verdict,
  type Opening,
} from './inferenceNetwork.fixture.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

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
  const written = tableUnder(readme, 'A worked example')
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
  expect(tableUnder(readme, 'Commands of bills')).toEqual(rows)
})
