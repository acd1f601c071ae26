import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const core = fileURLToPath(new URL('../index.ts', import.meta.url))
const snippet = fileURLToPath(new URL('./snippet.ts', import.meta.url))

const PRELUDE = `
import {
  amount, defineClaimKind, definePipeline, defineTlm, id, units, use,
} from '../index.js'
const kind = defineClaimKind('jobs', {
  key: ['job'], columns: { job: id('job'), price: amount('tok'), bound: amount('gem') },
})
const pay = defineTlm({
  name: 'pay', version: '1.0.0', phase: 'settle', reads: { settled: amount() }, rule() {},
})
const price = defineTlm({
  name: 'price', version: '1.0.0', phase: 'price', reads: { price: amount() },
  writes: { claimed: amount() }, rule: ({ price }) => ({ claimed: price }),
})
const limit = defineTlm({
  name: 'limit', version: '1.0.0', phase: 'limit', reads: { claimed: amount() },
  writes: { settled: amount() }, rule: ({ claimed }) => ({ settled: claimed }),
})
const counted = defineTlm({
  name: 'counted', version: '1.0.0', phase: 'settle', reads: { price: units() }, rule() {},
})
const both = defineTlm({
  name: 'both', version: '1.0.0', phase: 'settle',
  reads: { price: amount(), bound: amount() }, rule() {},
})
`

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
}

/** For each line after the prelude, the text of the errors that the compiler gives for it. */
function errorsOf(lines: readonly string[]): readonly string[] {
  const text = PRELUDE + lines.join('\n')
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (file) => file === snippet || fileExists(file)
  host.readFile = (file) => (file === snippet ? text : readFile(file))
  host.getSourceFile = (file, version) =>
    file === snippet ? ts.createSourceFile(file, text, version) : getSourceFile(file, version)
  const program = ts.createProgram([snippet, core], options, host)
  const source = program.getSourceFile(snippet)
  if (source === undefined) throw new Error('The snippet was not read.')
  const first = PRELUDE.split('\n').length - 1
  const messages = lines.map(() => '')
  for (const { start = 0, messageText } of program.getSemanticDiagnostics(source)) {
    const place = ts.getLineAndCharacterOfPosition(source, start).line - first
    messages[place] = (messages[place] ?? '') + ts.flattenDiagnosticMessageText(messageText, '\n')
  }
  return messages
}

const CASES: readonly (readonly [code: string, sentence: string])[] = [
  ['definePipeline(kind, [use(price), use(limit), use(pay)])', ''],
  [
    'definePipeline(kind, [use(pay)])',
    "TLM 'pay' reads column 'settled', which claim kind 'jobs' does not have and no earlier TLM writes",
  ],
  [
    'definePipeline(kind, [use(price), use(pay), use(limit)])',
    "TLM 'pay' reads column 'settled', which claim kind 'jobs' does not have and no earlier TLM writes",
  ],
  [
    'definePipeline(kind, [use(counted)])',
    "TLM 'counted' reads column 'price' with another type than claim kind 'jobs' offers",
  ],
  ['definePipeline(kind, [use(both)])', "TLM 'both' would use denomination 'D' as 'tok"],
  ["definePipeline(kind, [use(pay, { reads: { settled: 'price' } })])", ''],
  [
    "definePipeline(kind, [use(pay, { reads: { settled: 'prise' } })])",
    "TLM 'pay' reads column 'prise', which claim kind 'jobs' does not have and no earlier TLM writes",
  ],
  ["use(pay, { reads: { setled: 'price' } })", "'setled'"],
]

test('a chain that does not fit does not compile, and the message ends in a sentence', () => {
  const found = errorsOf(CASES.map(([code]) => code))
  CASES.forEach(([code, sentence], index) => {
    if (sentence === '') expect(found[index], code).toBe('')
    else expect(found[index], code).toContain(sentence)
    if (sentence.startsWith('TLM')) {
      const last = found[index]?.split('\n').at(-1)
      expect(last, code).toMatch(/TLM '.*(?:writes|offers|'jobs')["'.]*$/)
    }
  })
})
