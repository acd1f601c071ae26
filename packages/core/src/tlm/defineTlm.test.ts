import { expect, test } from 'vitest'
import { amount, defineTlm } from '../index.js'

test.for<[string, object]>([
  ['a name with capitals', { name: 'Pay' }],
  ['a name with a space', { name: 'pay out' }],
  ['a version without a patch', { version: '1.0' }],
  ['no body', { rule: undefined }],
  ['two bodies', { perClaim: () => ({}) }],
  ['a per-claim body in settle', { rule: undefined, perClaim: () => ({}) }],
  ['the event that only the core emits', { events: { 'tlm-fault': { price: amount() } } }],
])('a TLM with %s is refused', ([, changes]) => {
  const options = { name: 'pay', version: '1.0.0', phase: 'settle', reads: {}, rule() {} } as const
  expect(() => defineTlm({ ...options, ...changes })).toThrow(
    expect.objectContaining({ kind: 'usage', code: 'tlm-invalid' }),
  )
})
