import type { GovernanceKinds } from '../claims.js'
import type { ParamStore } from '../store/createParamStore.js'

/** What the commands of governance work with. */
export interface GovernanceEnvironment {
  readonly denomination: string
  readonly kinds: GovernanceKinds
  /** The network's store; asked for only when a command runs, for the network holds governance. */
  readonly store: () => ParamStore
}
