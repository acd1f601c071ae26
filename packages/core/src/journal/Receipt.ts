import type { Hasher } from '../hashing/Sha256.js'
import { toPlanText } from '../pipeline/planText.js'

export const RECEIPT_FORMAT = 'tlmkit-receipt/1'

/**
 * What a third party verifies a settlement by. Plain data: whole numbers of base units as bigint.
 */
export interface Receipt {
  readonly format: typeof RECEIPT_FORMAT
  readonly network: string
  /** Name of the settlement. */
  readonly settlement: string
  /** Blocks. */
  readonly height: bigint
  readonly planVersion: number
  /** `kind/route@paramsVersion` -> pipeline id, hex. */
  readonly pipelines: Readonly<Record<string, string>>
  /** `name@version` of close modules, in order. */
  readonly close: readonly string[]
  /** Params version -> digest, hex. */
  readonly paramsVersions: Readonly<Record<string, string>>
  /** SHA-256 over claims in canonical order, tables, id and height, hex. */
  readonly inputHash: string
  readonly journalRoot: string
  readonly journalBlocks: number
  /** Root of the Merkle tree over net payouts per account, hex. */
  readonly payoutRoot: string
  readonly payouts: number
  readonly claims: {
    readonly settled: number
    readonly finished: number
    readonly discarded: number
    readonly deferred: number
  }
  /** Base units minted and burned, by denomination. */
  readonly supply: Readonly<Record<string, { readonly minted: bigint; readonly burned: bigint }>>
  /** Hash of the receipt before, hex; zeros for the first. */
  readonly previous: string
}

/** SHA-256 of a receipt's canonical text, hex. */
export function hashReceipt(receipt: Receipt, hasher: Hasher): string {
  return hasher.hex(toPlanText(receipt))
}
