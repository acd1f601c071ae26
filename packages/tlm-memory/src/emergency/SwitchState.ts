/** The emergency switch. */
export type SwitchState = {
  /** Audits that failed in epoch `epoch`. */
  readonly epoch: bigint
  readonly failures: bigint
  /** Epoch that armed it last, and the height, in blocks, below which it is armed. */
  readonly armedEpoch: bigint
  readonly armedUntil: bigint
  readonly isSuspended: boolean
  /** Orders that were carried out. */
  readonly nonce: bigint
  /** Snapshot of the last suspension: root, hex, and height in blocks. */
  readonly root: string
  readonly suspendedAt: bigint
}

export const NEW_SWITCH: SwitchState = {
  ...{ epoch: 0n, failures: 0n, armedEpoch: 0n, armedUntil: 0n },
  ...{ isSuspended: false, nonce: 0n, root: '', suspendedAt: 0n },
}
