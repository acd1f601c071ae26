/*
 * What the kernels and the host share: the tables, and what the host does for the kernels.
 */
import { TABLES } from '../src/columnar/rowLayout'

const TABLE_WORDS: usize = memory.data(TABLES * 4)

/** Where the words of the tables lie. */
export function tables(): u32 {
  return TABLE_WORDS as u32
}

/** Pointer or size of a table. */
@inline
export function table(index: u32): u32 {
  return load<u32>(TABLE_WORDS + (index << 2))
}

/** Makes room for one more symbol, or for more bytes of texts. */
@external("host", "growTexts")
export declare function hostGrowTexts(bytes: u32): void

/** Makes room for more keys than this many slots take, and hands the slots over. */
@external("host", "growKeys")
export declare function hostGrowKeys(slots: u32): void

/** Makes room for this many bytes in the output. */
@external("host", "growOut")
export declare function hostGrowOut(bytes: u32): void

/** Account + 1 of a symbol: a path where bucket is NO_BUCKET, else an owner. */
@external("host", "openAccount")
export declare function hostOpenAccount(bucket: u32, symbol: u32): u32

/** Code + 1 of a ratio by its text. 0: it is not one in its canonical form. */
@external("host", "openRatio")
export declare function hostOpenRatio(symbol: u32): u32

/** Whether a text that is not plain is valid for a schema type. */
@external("host", "checkText")
export declare function hostCheckText(type: u32, pointer: u32, length: u32): u32

/** Number of a name, account, head or template in the journal. */
@external("host", "nameNumber")
export declare function hostNameNumber(name: u32): u32
@external("host", "accountNumber")
export declare function hostAccountNumber(account: u32): u32
@external("host", "headNumber")
export declare function hostHeadNumber(head: u32): u32
@external("host", "templateNumber")
export declare function hostTemplateNumber(template: u32): u32

/** Head of the entry of a row that ended by poison, short of funds, by overflow or a fault. */
@external("host", "headOfRow")
export declare function hostHeadOfRow(row: u32): u32

/** Runs a per-claim function for the rows that are alive. */
@external("host", "perClaim")
export declare function hostPerClaim(ins: u32, from: u32, to: u32): void

/** A promise is broken on a row: the host throws. */
@external("host", "capBroken")
export declare function hostCapBroken(ins: u32, row: u32): void

/** Symbol of the text of a ratio. */
@external("host", "ratioText")
export declare function hostRatioText(code: u32): u32

/** Counts the dust of a statement whose terms are too wide for the kernels. */
@external("host", "dust")
export declare function hostDust(ins: u32, row: u32): void
