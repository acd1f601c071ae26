import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SETTLEMENT, callCli, createFolder } from '../fixtures/callCli.js'

test.each<readonly [string, readonly string[], number, string, RegExp]>([
  [
    'an unknown engine',
    ['settle', ...SETTLEMENT, '--engine', 'fast'],
    2,
    'option-value-invalid',
    /columnar or reference/,
  ],
  [
    'an unknown kind to list',
    ['settle', ...SETTLEMENT, '--only', 'jbos/c1', '--out', 'new'],
    2,
    'only-unknown',
    /Did you mean "jobs"/,
  ],
  [
    'a bad size',
    ['settle', ...SETTLEMENT, '--stream', '--memory', '128MB'],
    2,
    'option-value-invalid',
    /16KiB to 4GiB/,
  ],
  [
    'no memory',
    ['settle', ...SETTLEMENT, '--stream', '--memory', '1KiB'],
    2,
    'option-value-invalid',
    /--memory/,
  ],
  [
    'no folder to sort in',
    ['settle', ...SETTLEMENT, '--stream', '--tmp', 'nowhere'],
    1,
    'file-not-found',
    /sort in nowhere/,
  ],
  [
    'a list of streamed claims',
    ['settle', ...SETTLEMENT, '--stream', '--ndjson'],
    2,
    'option-conflict',
    /ndjson lists claims, and --stream/,
  ],
])('%s is refused with its code, and nothing is written', async (_name, args, exit, code, says) => {
  const folder = createFolder()
  const before = readdirSync(folder)
  const result = await callCli(folder, args)
  expect(result).toMatchObject({ exit, stdout: '' })
  expect(result.stderr).toContain(code)
  expect(result.stderr).toMatch(says)
  expect(readdirSync(folder)).toEqual(before)
})
