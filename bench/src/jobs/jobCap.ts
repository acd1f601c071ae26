import { amount, defineTlm } from '@tlmkit/core'

/** settled = min(claimed, cap). */
export const jobCap = defineTlm({
  name: 'job-cap',
  version: '1.0.0',
  phase: 'limit',
  reads: { claimed: amount(), cap: amount() },
  writes: { settled: amount() },
  rule: ({ claimed, cap }) => ({ settled: claimed.min(cap) }),
})
