/** What signers of an emergency switch sign. */
export interface SwitchMessage {
  /** Name of the network. */
  readonly network: string
  /** Name of the switch. */
  readonly switch: string
  readonly isOn: boolean
  /** Number of the order; each is carried out once. */
  readonly nonce: bigint
  /** Last second in which it may be carried out. */
  readonly expiresAt: bigint
}

/** Tells who signed an order to a switch. Pure; it never throws. */
export interface SwitchSignatures {
  /** Which of the named signers made a signature; undefined: none of them. */
  readonly signerOf: (
    message: SwitchMessage,
    signature: string,
    signers: readonly string[],
  ) => string | undefined
}
