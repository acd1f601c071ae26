import { defineLifecycle } from '@tlmkit/core'

/** An adaptor: registered, leaving, or gone. */
export type AdaptorState =
  | {
      readonly status: 'registered'
      /** Base units. */
      readonly bond: bigint
    }
  | {
      readonly status: 'leaving'
      readonly bond: bigint
      /** Height from which its bond can be withdrawn, in blocks. */
      readonly ripeAt: bigint
    }
  | { readonly status: 'left' }

/** Names the lifecycle of adaptors, for those that read its works. */
export const adaptorWorks = defineLifecycle<AdaptorState>()({ name: 'adaptors', commands: {} })
