/** Checks signatures of users and routers. Pure; it never throws. */
export interface Signatures {
  /** `message`: lower-case hex of the bytes that are signed; `signature`: lower-case hex. */
  readonly verify: (signer: string, message: string, signature: string) => boolean
}
