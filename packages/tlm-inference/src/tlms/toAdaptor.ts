import { account, defineTlm, id } from '@tlmkit/core'

/**
 * Names the balance of an adaptor as where its share goes.
 *
 * Source: spec/inference.md, Settle.
 */
export const toAdaptor = defineTlm({
  name: 'to-adaptor',
  version: '1.0.0',
  phase: 'settle',
  reads: { adaptor: id('adaptor') },
  writes: { adaptorTo: account() },
  rule: ({ adaptor }) => ({ adaptorTo: adaptor.bucket('balance') }),
})
