import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { callCli, createFolder } from '../fixtures/callCli.js'

const billed = fileURLToPath(new URL('../fixtures/billed.config.ts', import.meta.url))
const BILL = ['--network', billed, '--cu-max', '100']

let folder = ''
beforeEach(() => {
  folder = createFolder()
})
const quote = (...args: string[]) => callCli(folder, ['quote', ...args])
const json = (text: string): unknown => JSON.parse(text)
/** Amounts in thousandths of a token. */
const milli = (amounts: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [
      name,
      expect.objectContaining({ units: `${BigInt(amount) * 10n ** 15n}` }) as unknown,
    ]),
  )

// Figures of the specification: 100 CU at 0.05, f = 0 and f = 0.15.
const IN_TIME = {
  ...{ escrow: 6500, bind: 5000, gross: 5000, networkFee: 100, governancePart: 250 },
  ...{ adaptorPart: 500, treasuryPart: 250, nodePart: 3900, cut: 0, surcharge: 0 },
  ...{ paid: 5000, refund: 1500 },
}
const LATE = { nodePart: 3315, cut: 585, paid: 4415, refund: 2085 }

describe('quote', () => {
  test('tells people what is locked, who gets what, and what comes back', async () => {
    const { exit, stdout, stderr } = await quote(...BILL, '--t', '1500', '--model', 'small')
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toMatchSnapshot()
  })

  test.each<readonly [string, readonly string[], object]>([
    ['in time', [], milli(IN_TIME)],
    ['in the time of its model', ['--t', '2500', '--model', 'large'], milli(IN_TIME)],
    ['late', ['--t', '1500', '--model', 'small'], milli({ ...IN_TIME, ...LATE })],
    ['late by a target', ['--t', '3', '--target', '2'], milli({ ...IN_TIME, ...LATE })],
    [
      'for fewer units',
      ['--cu', '50'],
      milli({ escrow: 6500, gross: 2500, nodePart: 1950, paid: 2500, refund: 4000 }),
    ],
    ['without an adaptor', ['--direct'], { ...milli({ adaptorPart: 0, nodePart: 4400 }) }],
  ])('%s', async (_name, args, figures) => {
    const { exit, stdout } = await quote(...BILL, ...args, '--json')
    expect(exit).toBe(0)
    expect(json(stdout)).toMatchObject({ network: 'billed', denomination: 'DGAI', ...figures })
  })

  test('by the values of a file, or of a state', async () => {
    const values = { network: { latencyMode: 'literal' } }
    writeFileSync(join(folder, 'literal.json'), JSON.stringify(values))
    const late = ['--t', '1500', '--target', '1000', '--json']
    const literal = { surcharge: 750, paid: 5750, refund: 750, nodePart: 3900, cut: 0 }
    const byFile = await quote(...BILL, ...late, '--params', 'literal.json')
    expect(json(byFile.stdout)).toMatchObject(milli(literal))
    const params = [{ version: 1, from: '0', values }]
    const state = { format: 'tlmkit-state/1', network: 'billed', balances: {}, params }
    writeFileSync(join(folder, 'billed.json'), JSON.stringify(state))
    const byState = await quote(...BILL, ...late, '--state', 'billed.json')
    expect(byState).toEqual(byFile)
    const shown = await quote(...BILL, ...late.slice(0, 4), '--params', 'literal.json')
    expect(shown.stdout).toMatch(/surcharge +0\.75 DGAI .* for lateness, to module\/treasury/)
  })
})

test.each<readonly [string, readonly string[], number, string, RegExp]>([
  ['no units', ['--network', billed], 2, 'option-missing', /--cu-max/],
  [
    'units that are none',
    ['--network', billed, '--cu-max', 'x'],
    2,
    'number-not-plain',
    /--cu-max/,
  ],
  [
    'a bill of nothing',
    ['--network', billed, '--cu-max', '0'],
    1,
    'cu-out-of-range',
    /1 to 1000000/,
  ],
  [
    'a bill above the cap',
    ['--network', billed, '--cu-max', '1000001'],
    1,
    'cu-out-of-range',
    /1000001 CU/,
  ],
  ['more than its bill', [...BILL, '--cu', '101'], 1, 'cu-above-max', /does not settle 101/],
  ['no target', [...BILL, '--t', '5'], 2, 'option-missing', /--model/],
  ['no time to answer in', [...BILL, '--t', '5', '--target', '0'], 1, 'quote-invalid', /above 0/],
  ['an unknown model', [...BILL, '--model', 'smal'], 1, 'unknown-model', /Did you mean "small"/],
  [
    'no such model',
    [...BILL, '--model', 'x'],
    1,
    'unknown-model',
    /It has: small, large; --target/,
  ],
  ['two targets', [...BILL, '--model', 'small', '--target', '5'], 2, 'option-conflict', /--model/],
  ['no bills', ['--network', 'pocket', '--cu-max', '5'], 1, 'bills-missing', /preset/],
  ['no such file', [...BILL, '--params', 'x.json'], 1, 'file-not-found', /x\.json/],
])('%s is refused with its code', async (_name, args, exit, code, says) => {
  const result = await quote(...args)
  expect(result).toMatchObject({ exit, stdout: '' })
  expect(result.stderr).toContain(`error ${code}`)
  expect(result.stderr).toMatch(says)
})
