/** Checks signatures of nodes, callers and signers of the switch. Pure; it never throws. */
export interface Signatures {
  /** `message`: lower-case hex of the bytes that are signed; `signature`: lower-case hex. */
  readonly verify: (signer: string, message: string, signature: string) => boolean
}
