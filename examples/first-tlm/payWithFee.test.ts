import { describeTlmLaws } from '@tlmkit/testing'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { payWithFee } from './payWithFee.ts'

describeTlmLaws(payWithFee)

test('the README shows this rule', () => {
  const source = readFileSync(new URL('payWithFee.ts', import.meta.url), 'utf8')
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  expect(readme).toContain(source.trim())
})
