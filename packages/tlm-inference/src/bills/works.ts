import { defineLifecycle } from '@tlmkit/core'
import type { BillState } from './BillState.js'

/** Names the lifecycle of bills, for those that read its works. */
export const billWorks = defineLifecycle<BillState>()({ name: 'bills', commands: {} })
