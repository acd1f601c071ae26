/** A lease while it holds memory or money. Amounts in base units, heights in blocks. */
export type LiveLease = {
  /** `stopped`: its caller released it while an audit was open. */
  readonly status: 'open' | 'stopped'
  readonly caller: string
  readonly node: string
  readonly bytes: bigint
  readonly kib: bigint
  readonly maxBlocks: bigint
  /** Per KiB and block. */
  readonly rho: bigint
  readonly prepay: bigint
  readonly collateral: bigint
  readonly isPinned: boolean
  readonly reservedAt: bigint
  /** Last height at which its caller used it, or opened it for writing. */
  readonly lastUsedAt: bigint
  /** Height at which its meter stopped; 0 while it is open. */
  readonly stoppedAt: bigint
  /** Merkle root of its pages, hex, and who signed it. */
  readonly root: string
  readonly signedBy: 'nobody' | 'caller' | 'node' | 'both'
  /** How often it was opened after a seal. */
  readonly round: bigint
  /** The audit that is open; empty: none is. */
  readonly audit: string
  /** Height at which its last audit ended. */
  readonly auditEndedAt: bigint
  /** Its neighbours among the leases of its node that hold money; empty: there is none. */
  readonly previous: string
  readonly next: string
}

/** A lease that timed out: what is left of it is the collateral, until the strike ends. */
export type StruckLease = {
  readonly status: 'struck'
  readonly node: string
  readonly collateral: bigint
  /** Last height at which it could have been released in time. */
  readonly dueAt: bigint
  /** Height from which the collateral may be freed. */
  readonly until: bigint
}

/** What a lifecycle keeps of a lease. */
export type LeaseState = LiveLease | StruckLease | { readonly status: 'closed' }

/** An audit of a sealed lease. */
export type AuditState = {
  readonly status: 'open' | 'passed' | 'failed'
  readonly lease: string
  readonly auditor: string
  /** Base units. */
  readonly bond: bigint
  /** Blocks. */
  readonly openedAt: bigint
}
