/*
 * Where things lie in the memory that the engine and its kernels share. The kernels' AssemblyScript
 * reads this file too: nothing but plain numbers here.
 */

// Header of a column, in bytes from its start. All fields are 32 bits.
/** Pointer to the values. */
export const COLUMN_DATA = 0
/** Bytes from one row to the next: 16 for wide columns, 4 for words, 0 for one value for all. */
export const COLUMN_STRIDE = 4
/** Pointer to one poison word per row; 0 where the column can never be poisoned. */
export const COLUMN_POISON = 8
/** 1 when a row of the block is poisoned: while it is 0 the poison words are not looked at. */
export const COLUMN_POISONED = 12
/** Rows there is room for. */
export const COLUMN_ROWS = 16
/** 1 where values depend on what earlier rows did to balances: known row by row only. */
export const COLUMN_LATE = 20
export const COLUMN_SIZE = 32

/** Bytes of a wide value: low 64 bits, then high 64 bits, little-endian. */
export const WIDE = 16
/** Bytes of a word: a truth (0 or 1), a symbol, an account, a code of a ratio. */
export const WORD = 4

// Poison word: node * 8 + fault. 0 is no poison.
export const FAULT_OVERFLOW = 1
export const FAULT_BELOW_ZERO = 2
export const FAULT_DIVISION_BY_ZERO = 3
export const FAULT_RATIO_OVERFLOW = 4
export const FAULT_GROUP_DISAGREES = 5
export const POISON_SHIFT = 3

// Instruction, in bytes from its start. All fields are 32 bits.
export const INSTRUCTION_OP = 0
/** Column headers: result and operands. 0 where there is none. */
export const INSTRUCTION_OUT = 4
export const INSTRUCTION_A = 8
export const INSTRUCTION_B = 12
export const INSTRUCTION_C = 16
/** Plan node that is blamed for a fault. */
export const INSTRUCTION_NODE = 20
/** Pointer to the offsets of a list's items: rows + 1 words. 0 outside of lists. */
export const INSTRUCTION_LIST = 24
/** What the operation needs besides. */
export const INSTRUCTION_X = 28
export const INSTRUCTION_Y = 32
export const INSTRUCTION_Z = 36
export const INSTRUCTION_SIZE = 64

// Pure operations. Wide means 128-bit operands and result, word 32-bit ones.
export const PLUS = 1
export const MULTIPLY = 2
export const MIN = 3
export const MAX = 4
export const MINUS_ZERO = 5
export const MINUS_REJECT = 6
export const OVER_FLOOR = 7
export const OVER_CEIL = 8
export const MUL_DIV_FLOOR = 9
export const MUL_DIV_CEIL = 10
/** a wide, b a word: number of an entry of the ratio table. */
export const TIMES_RATIO_FLOOR = 11
export const TIMES_RATIO_CEIL = 12
// a and b wide, result a word.
export const ABOVE = 13
export const AT_LEAST = 14
export const BELOW = 15
export const EQUAL = 16
export const IS_ZERO = 17
/** Words: a === b. */
export const SAME_WORD = 18
/** Words: a === X. */
export const IS_WORD = 19
export const AND = 20
export const OR = 21
export const NOT = 22
/** a is the condition, b and c are the sides; demands only the chosen one. */
export const SELECT_WIDE = 23
export const SELECT_WORD = 24
/** a has a value per row, the result one per item of the list. */
export const EXPAND_WIDE = 25
export const EXPAND_WORD = 26
/** Items per row; with b, a word per item: those where it is 1. Result wide. */
export const LIST_COUNT = 27
/** Sum per row of a, which has a value per item; 0 where b, a word per row, is 0. b may be 0. */
export const LIST_SUM = 28
/**
 * a: wide per row. b: weight, wide per item. Result: part, wide per item. X: dust rule. Y: header
 * of a wide column per row, what no part holds. Z: header of a word column per item, symbols of the
 * takers' ids, for largest remainders. c: header of a word column per row: 0 where the weights sum
 * to zero, else 1.
 */
export const SPLIT_AMONG = 29

/**
 * a: item by item, wide or a word. Result: a word per row, 1 where two items of the row hold the
 * same.
 */
export const LIST_DUPLICATES = 30

export const DUST_FIRST = 0
export const DUST_LAST = 1
export const DUST_LARGEST = 2
export const DUST_ACCOUNT = 3

// Entry of the ratio table, in bytes from its start.
/** Numerator and denominator where both are below 2^64, else 0. */
export const RATIO_NUM = 0
export const RATIO_DEN = 8
/** Largest a for which a * numerator is below 2^64; 0 where there is none. */
export const RATIO_DIRECT_MAX = 16
/** floor(num * 2^128 / den) + 1, five 64-bit limbs, and the largest a it is exact for. */
export const RATIO_NEAR = 24
export const RATIO_NEAR_MAX = 64
/** floor(num * 2^192 / den) + 1, six limbs, and the largest a it is exact for; 0 where unknown. */
export const RATIO_FAR = 80
export const RATIO_FAR_MAX = 128
/** What the reciprocals can do, bits of RATIO_HAS_. */
export const RATIO_FLAGS = 144
export const RATIO_SIZE = 192
export const RATIO_HAS_DIRECT = 1
export const RATIO_HAS_NEAR = 2
export const RATIO_HAS_FAR = 4
/** floor(2^128 / den) and floor(2^192 / den), at most 2^128 - 1 and 2^192 - 1. */
export const RATIO_NEAR_WHOLE = 152
export const RATIO_FAR_WHOLE = 168
/** The ratio is at least 1: a reciprocal has limbs above bit 128 or 192. */
export const RATIO_HAS_WHOLE = 8
