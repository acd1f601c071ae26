import { UsageError } from '@tlmkit/core'

/** For a work of stake that another one names and that is not there. */
export function workMissing(lifecycle: string, work: string): UsageError {
  return new UsageError({
    code: 'stake-work-missing',
    message: `Work "${work}" of lifecycle "${lifecycle}" is missing: put all of stakeLifecycles into the network.`,
    details: { lifecycle, work },
  })
}
