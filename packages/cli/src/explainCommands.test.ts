import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SCRIPT, SETTLEMENT, callCli, createFolder } from '../fixtures/callCli.js'

const folder = createFolder()
const explain = (...args: string[]) => callCli(folder, ['explain', ...args])

test('a claim of a command reads like any other', async () => {
  const { exit, stdout } = await explain('ends/l2/111', ...SCRIPT)
  expect(exit).toBe(0)
  expect(stdout).toMatchSnapshot()
})

test.each([
  ['l1/101', [], 'lock: 1 LEA (1,000,000 ulea) caller/carol/funds -> escrow/l1/locked'],
  ['ends/l1/110', ['--group', '1'], 'pay: 1 LEA (1,000,000 ulea) escrow/l1/locked -> operator'],
  ['carol', [], 'carol: net -0.5 LEA (-500,000 ulea) in 4 postings'],
  ['carol', ['--group', '2'], 'carol: net -0.5 LEA (-500,000 ulea) in 4 postings'],
  ['module/insurance', [], 'penalty (end)       ends/l2/111'],
  ['operator/n1/balance', [], 'net 1 LEA (1,000,000 ulea) in 1 posting'],
])('%s with %j: %s', async (name, more, sentence) => {
  const { exit, stdout } = await explain(name, ...SCRIPT, ...more)
  expect(exit).toBe(0)
  expect(stdout).toContain(sentence)
})

test('its postings are those of the journal', async () => {
  const { stdout } = await explain('ends/l2/111', ...SCRIPT, '--json')
  const amounts = (JSON.parse(stdout) as { postings: { amount: string }[] }).postings
  expect(amounts.map(({ amount }) => amount)).toEqual(['2000001', '1000000', '1000001', '500000'])
})

test.each<readonly [string, readonly string[], number, string, RegExp]>([
  ['claims and commands', [...SETTLEMENT, ...SCRIPT.slice(2)], 2, 'option-conflict', /--claims/],
  ['neither', SCRIPT.slice(0, 2), 2, 'option-missing', /--claims .* or --commands/],
  ['a height', [...SCRIPT, '--height', '5'], 2, 'option-conflict', /--height/],
  ['a journal', [...SCRIPT, '--journal', 'j.ndjson'], 2, 'option-conflict', /--journal/],
  [
    'claims without a state',
    ['--claims', 'claims.ndjson', ...SCRIPT.slice(0, 2)],
    2,
    'option-missing',
    /--(?:state|height)/,
  ],
  ['an unknown name', SCRIPT, 1, 'claim-or-payee-unknown', /Did you mean "l1\/101"/],
  [
    'the state after it',
    [...SCRIPT, '--state', 'after.json'],
    1,
    'state-settled-already',
    /"commands"/,
  ],
])('%s is refused with its code', async (_name, args, exit, code, says) => {
  await callCli(folder, ['run', ...SCRIPT, '--state-out', 'after.json'])
  const result = await explain('l1/102', ...args)
  expect(result).toMatchObject({ exit, stdout: '' })
  expect(result.stderr).toContain(`error ${code}`)
  expect(result.stderr).toMatch(says)
})

test('an empty file explains nothing', async () => {
  writeFileSync(join(folder, 'empty.ndjson'), '')
  const args = [...SCRIPT.slice(0, 3), 'empty.ndjson']
  expect(await explain('n1', ...args)).toMatchObject({ exit: 1, stdout: '' })
})
