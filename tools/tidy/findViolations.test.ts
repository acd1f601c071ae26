import { describe, expect, test } from 'vitest'
import { findPathViolations } from './findPathViolations.ts'
import { findViolations } from './findViolations.ts'

const rulesIn = (path: string, text: string): string[] =>
  findViolations(path, text).map(({ rule, line }) => `${rule}:${line}`)

describe('bans on settlement sources', () => {
  test.for([
    ['date', 'const now = new Date();'],
    ['date', 'const now = Date.now();'],
    ['date', 'const now = performance.now();'],
    ['date', 'export function at(time: Date): void {}'],
    ['random', 'const roll = Math.random();'],
    ['process', 'const home = process.env;'],
    ['promise', 'const later = Promise.resolve(1);'],
    ['promise', 'export type Later = Promise<number>;'],
    ['promise', 'export async function read() {}'],
    ['console', "console.log('paid');"],
    ['float', 'const rate = 0.5;'],
    ['float', 'const rate = 1e-3;'],
    ['float', "const rate = parseFloat('1');"],
    ['float', "const rate = Number.parseFloat('1');"],
    ['float', 'const whole = Math.floor(rate);'],
    ['sort', 'names.sort();'],
    ['sort', 'names.toSorted();'],
    ['locale', 'names.sort((a, b) => a.localeCompare(b));'],
    ['json', 'const text = JSON.stringify({});'],
    ['for-in', 'for (const key in shares) use(key);'],
    ['division', 'const half = amount / 2n;'],
    ['division', 'amount /= 2n;'],
  ] as const)('%s fires on %s', ([rule, code]) => {
    const text = `const first = 1n;\n${code}\n`
    expect(rulesIn('packages/core/src/pay.ts', text)).toEqual([`${rule}:2`])
    expect(rulesIn('packages/tlm-burn/src/pay.ts', text)).toEqual([`${rule}:2`])
    expect(rulesIn('packages/governance/src/pay.ts', text)).toEqual([`${rule}:2`])
    expect(rulesIn('packages/core/src/pay.test.ts', text)).toEqual([])
    expect(rulesIn('packages/cli/src/pay.ts', text)).toEqual([])
  })

  test.for([
    ['a member that shares a banned name', 'const at = block.Date; const p = { process: 1 };'],
    ['a comparator', 'names.sort((a, b) => (a < b ? -1 : 1));'],
    ['integer Math', 'const least = Math.min(1, 2);'],
    ['an integer', 'const million = 1e6;'],
    ['words in a string or a comment', "const text = 'Date / 0.5'; // no Date"],
  ] as const)('%s passes', ([, code]) => {
    expect(rulesIn('packages/core/src/pay.ts', code)).toEqual([])
  })

  test('division is free in its module, and JSON in the codec', () => {
    const divide = 'const half = amount / 2n;\n'
    expect(rulesIn('packages/core/src/amounts/division.ts', divide)).toEqual([])
    const write = 'const text = JSON.stringify({});\n'
    expect(rulesIn('packages/core/src/codec/toJson.ts', write)).toEqual([])
  })
})

const functionOf = (lines: number): string =>
  `function pay() {\n${'  step();\n'.repeat(lines - 2)}}\n`

describe('bans on every source', () => {
  test.for([
    ['any', 'let value: any;'],
    ['double-assertion', 'const id = text as unknown as Id;'],
    ['double-assertion', 'const id = (text as unknown) as Id;'],
    ['enum', "enum Phase { Open = 'open' }"],
    ['todo', '// TODO round up'],
    ['todo', 'step(); /* FIXME */'],
    ['banner', '// ---------- rounding'],
    ['banner', '// rounding ======'],
    ['banner', '/* ********** */'],
    ['long-line', `const text = '${'x'.repeat(86)}';`],
    ['long-function', functionOf(71)],
    ['long-function', `const pay = ${functionOf(71)}`],
  ] as const)('%s fires on %s', ([rule, code]) => {
    expect(rulesIn('packages/cli/src/pay.ts', `step();\n${code}\n`)).toEqual([`${rule}:2`])
    expect(rulesIn('tools/pay.test.ts', `step();\n${code}\n`)).toEqual([`${rule}:2`])
  })

  test.for([
    ['a TODO with its issue', '// TODO(#12): round up'],
    ['a line of 100 columns', `const text = '${'x'.repeat(84)}';`],
    ['a function of 70 lines', functionOf(70)],
    ['a long function with a reason', `// long: a flat ladder of checks\n${functionOf(71)}`],
    ['a suite', `describe('pay', () => {\n${'step();\n'.repeat(80)}});`],
    ['a const assertion', "const phases = ['open'] as const;"],
    ['a template that looks like a comment', 'const text = `// ----- ${phase} // TODO`;'],
  ] as const)('%s passes', ([, code]) => {
    expect(rulesIn('packages/cli/src/pay.ts', `step();\n${code}\n`)).toEqual([])
  })

  test('a file of 401 lines needs a reason in its first line', () => {
    const lines = 'step();\n'.repeat(400)
    expect(rulesIn('tools/pay.ts', lines)).toEqual([])
    expect(rulesIn('tools/pay.ts', `step();\n${lines}`)).toEqual(['long-file:1'])
    expect(rulesIn('tools/pay.ts', `// long: one table\n${lines}`)).toEqual([])
  })
})

describe('names of folders and files', () => {
  test.for([
    ['packages/core/src/utils', 1],
    ['packages/core/src/helpers.ts', 1],
    ['packages/core/src/common/misc.test.ts', 2],
    ['packages/core/src/amounts/division.ts', 0],
  ] as const)('%s has %i vague parts', ([path, count]) => {
    expect(findPathViolations(path)).toHaveLength(count)
  })
})
