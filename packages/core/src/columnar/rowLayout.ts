/*
 * Where the statements, the rows and the tables of the columnar engine lie in the shared memory.
 * The AssemblyScript reads this file too: nothing but plain numbers here.
 */

// Fields of an instruction beyond those of layout.ts, in bytes from its start.
/** Column header of a truth per row or item: the statement is left out where it is 0. */
export const INSTRUCTION_MASK = 40
/** Place in the order in which the reference engine takes steps, from 1. */
export const INSTRUCTION_SERIAL = 44
export const INSTRUCTION_U = 48
export const INSTRUCTION_V = 52
export const INSTRUCTION_W = 56
/** What a statement that takes remainders tells of them: a dust record, or 0. */
export const INSTRUCTION_DUST = 60

/** Out, a word: account of the symbol in a, by bucket table X. */
export const BUCKET = 64
/**
 * The host computes each row. X: a cache of results where a and b are words, or 0; see rows.ts.
 */
export const TWIN = 65
/** Out, a word: symbol of the path of the account in a. */
export const PATH = 66

// Aggregates over the rows of a group that are alive. X: leading key columns of a group.
export const GROUP_PRESENTED = 70
/** b: the truth that counts a row, or none. */
export const GROUP_COUNT = 71
/** a: value; b: the truth that counts a row, or none. */
export const GROUP_SUM = 72
export const GROUP_SAME = 73

// Statements.
/** a: condition, X: head of the entry. */
export const END = 80
/** a must not be poisoned. */
export const DEMAND = 81
/** The host runs a function for each row that is alive. X: its number. */
export const PER_CLAIM = 82
/** a may not be above b: else the host stops the settlement. X: number of the promise. */
export const CAP = 83
/** a: amount, b: debit, c: credit. X: template, Y: denomination. U, V: dust, see journal.ts. */
export const TRANSFER = 90
/**
 * a: amount per row, b: debit per row, c: credit per item, out: part per item. X: template, Y:
 * denomination, Z: column of what no part holds, U: account that takes it or 0, V: column that is
 * 0 where the weights sum to zero, W: head of the entry then.
 */
export const AMONG = 91
/**
 * a: up to, c: credit, X: template, Y: denomination, Z: sources, each debit column and column of
 * the amount taken, U: their number. out: taken, V: column of what is short.
 */
export const TAKE = 92
/** a: account, out: its balance. Y: denomination. */
export const BALANCE = 93
/** a: units, b: account. X: name of the module. */
export const TALLY = 94
/**
 * X: fields as declared, each name, column and FIELD_ type; U: their number; V: the same fields by
 * the bytes of their names. Y, Z: names of module and event.
 */
export const EMIT = 95
/** The next X instructions run for each item of the list. */
export const EACH = 96

/** Slots of the cache of a TWIN, a power of two, and the bytes of each. */
export const TWIN_SLOTS = 256
export const TWIN_SLOT_SIZE = 16

export const FIELD_WIDE = 0
export const FIELD_TRUTH = 1
export const FIELD_TEXT = 2
export const FIELD_ACCOUNT = 3
export const FIELD_RATIO = 4

// Step: what an instruction comes to in one block, in bytes from its start. See steps.ts.
export const STEP_KIND = 0
export const STEP_INSTRUCTION = 4
/** Values and bytes from one row to the next: mask, amount, debit, credit. */
export const STEP_MASK = 8
export const STEP_MASK_STRIDE = 12
export const STEP_AMOUNT = 16
export const STEP_AMOUNT_STRIDE = 20
export const STEP_DEBIT = 24
export const STEP_DEBIT_STRIDE = 28
export const STEP_CREDIT = 32
export const STEP_CREDIT_STRIDE = 36
/** Where the record of account 0 has its balance. */
export const STEP_BALANCES = 40
export const STEP_SIZE = 48

// State of a row, in bytes from its start.
/** Serial of the instruction that ended it, or ALIVE. */
export const ROW_AT = 0
/** Head of its entry, or HEAD_OF_POISON. */
export const ROW_HEAD = 4
/** Poison word that ended it. */
export const ROW_POISON = 8
/** Postings that were undone. */
export const ROW_UNDONE = 12
/** Item of the list at which it ended. */
export const ROW_ITEM = 16
/** First of its witnesses, and their number. */
export const ROW_WITNESS = 20
export const ROW_WITNESSES = 24
/** How it came in. */
export const ROW_INTAKE = 28
/** Why a statement ended it: NOTE_, and what was at hand. */
export const ROW_NOTE = 32
export const ROW_NOTE_ACCOUNT = 36
export const ROW_NOTE_INSTRUCTION = 40
export const ROW_NOTE_HELD = 48
export const ROW_NOTE_NEEDED = 64
export const ROW_SIZE = 80

export const ALIVE = 0xffffffff
export const HEAD_OF_POISON = 0xffffffff
export const HEAD_OF_SHORT = 0xfffffffe
export const HEAD_OF_OVERFLOW = 0xfffffffd
/** The host knows it: a per-claim function ended the row. */
export const HEAD_OF_FAULT = 0xfffffffc

// 0: collected.
/** Counts as presented, and is discarded. */
export const INTAKE_REJECTED = 1
/** Does not count as presented. */
export const INTAKE_REFUSED = 2
/** Does not count as presented, and has no entry. */
export const INTAKE_DEFERRED = 3

// 0: none.
export const NOTE_SHORT = 1
export const NOTE_OVERFLOW = 2
export const NOTE_WEIGHTS = 3
/** A per-claim function failed: its module's name stands in ROW_NOTE_ACCOUNT. */
export const NOTE_FAULT = 4

// Tables whose place may change: words at `tables()`, pointers unless said otherwise.
export const TABLE_INPUT = 0
export const TABLE_ROW_STATE = 1
export const TABLE_ROW_STARTS = 2
export const TABLE_KEYS = 3
export const TABLE_SHARED = 4
export const TABLE_SEGMENTS = 5
export const TABLE_SAME_KEY = 6
export const TABLE_TEXT_BYTES = 7
export const TABLE_TEXT_STARTS = 8
/** Accounts: their records, and the bytes from one to the next. */
export const TABLE_ACCOUNTS = 9
export const TABLE_TEXT_SLOTS = 10
/** Number of slots, a power of two. */
export const TABLE_TEXT_SLOT_COUNT = 11
export const TABLE_ACCOUNT_SIZE = 12
/** A word per row or item, whichever are more. */
export const TABLE_GUESSES = 16
/** Pointers to dust by group, each per account, in units of 2^-64. */
export const TABLE_DUST = 13
/** Per account. Floors: 0 where every floor is 0. */
export const TABLE_TALLIES = 14
export const TABLE_FLOORS = 15
/** Pointers to the bucket tables, each per symbol: account number + 1. */
export const TABLE_BUCKETS = 21
/** Number of the journal + 1 of each name, head and template of the machine. */
export const TABLE_NAMES = 22
export const TABLE_HEADS = 23
export const TABLE_TEMPLATES = 24
export const TABLE_OUT = 25
/** Bytes there is room for. */
export const TABLE_OUT_SIZE = 26
export const TABLE_UNDO = 27
export const TABLE_WITNESSES = 28
export const TABLE_LAST_ROW = 29
/** Bytes there is room for in the texts' arena, and how many symbols and accounts fit. */
export const TABLE_TEXT_BYTES_SIZE = 30
export const TABLE_TEXT_CAPACITY = 31
/** Texts by code: their symbols; then what each stands for in a column of a type, + 1. */
export const TABLE_CODE_SYMBOLS = 32
export const TABLE_CODE_VALUES = 33
/** Codes there is room for. */
export const TABLE_CODE_CAPACITY = 34
/** Texts that a coder looks up together. */
export const TABLE_CODE_CELLS = 35
export const TABLES = 40

// Record of an account, in bytes from its start.
/** Its number in the journal + 1. */
export const ACCOUNT_NUMBER = 0
/** Symbol of its path. */
export const ACCOUNT_TEXT = 4
/** A bit per denomination: whether an entry moved something of it. */
export const ACCOUNT_MOVED = 8
export const ACCOUNT_BALANCES = 16
/** Denominations that a machine can tell apart. */
export const DENOMINATIONS_MAX = 32

// Text in the arena, in bytes from its start.
export const TEXT_LENGTH = 0
export const TEXT_SYMBOL = 4
/** Number of the account of which it is the path, + 1. */
export const TEXT_ACCOUNT = 8
/** What it was checked to be, and above that the code of the ratio that it writes, + 1. */
export const TEXT_CHECKED = 12
export const TEXT_RATIO_SHIFT = 2
export const TEXT_START = 16
/** Accounts of the supply have the first numbers: mint 0, burn 1. */
export const ACCOUNT_BURN = 1

// Column of a schema, in bytes from its start.
export const SCHEMA_TYPE = 0
/** Header of the column that takes the values, or 0. */
export const SCHEMA_COLUMN = 4
/** Place in the key, or NO_KEY. */
export const SCHEMA_KEY = 8
/** Symbols of the values allowed, and their number. */
export const SCHEMA_VALUES = 12
export const SCHEMA_VALUE_COUNT = 16
/** Columns of the items and their number, the list's offsets, and most items of a row. */
export const SCHEMA_ITEMS = 20
export const SCHEMA_ITEM_COUNT = 24
export const SCHEMA_OFFSETS = 28
export const SCHEMA_ITEMS_MAX = 32
/** Items there is room for in the block. */
export const SCHEMA_ITEM_CAPACITY = 36
/** 1 where the column decides the route. */
export const SCHEMA_ROUTE = 40
/** 1 where the column pins the params version. */
export const SCHEMA_OPENED = 44
/** Where a text column notes its texts before they are looked up: bytes and length of each. */
export const SCHEMA_CELLS = 48
/** 1 where coded rows have a code before a text, or in its place. */
export const SCHEMA_CODED = 52
export const SCHEMA_SIZE = 56

export const NO_KEY = 0xffffffff

export const TYPE_WIDE = 0
export const TYPE_TRUTH = 1
export const TYPE_ONE_OF = 2
export const TYPE_ID = 3
export const TYPE_ACCOUNT = 4
export const TYPE_RATIO = 5
export const TYPE_OPAQUE = 6
export const TYPE_LIST = 7
export const TYPE_TEXT = 8

/** Types of texts that may be coded are TYPE_ID, TYPE_ACCOUNT and TYPE_RATIO. */
export const CODED_TYPES = 3
/** Most bytes of a text that is coded. */
export const CODED_BYTES_MAX = 1024
/** Texts that a coder codes, and bytes they take, at most: it leaves later ones as they are. */
export const CODES_MAX = 524288
export const CODES_BYTES_MAX = 33554432

/** What rows are: made by the host itself, from outside, or from outside and coded. */
export const ROWS_TRUSTED = 0
export const ROWS_FRESH = 1
export const ROWS_CODED = 2

/** What a text was checked to be, bits. */
export const CHECKED_ID = 1
export const CHECKED_ACCOUNT = 2

// What reading rows came to, besides a number of rows.
export const READ_ENDS_EARLY = 1
export const READ_TEXT_INVALID = 2
export const READ_TRUTH_INVALID = 3
export const READ_VALUE_UNKNOWN = 4
export const READ_TOO_MANY_ITEMS = 5
export const READ_OUT_OF_ORDER = 6

// How entries are written, words from the start.
/** Head of a row that settled. */
export const ENTRY_HEAD = 0
/** Columns of `claimed` and `settled`, or 0, and the serials from which they are known. */
export const ENTRY_CLAIMED = 4
export const ENTRY_CLAIMED_SERIAL = 8
export const ENTRY_SETTLED = 12
/** Statements that post, count and tell: instructions and how many. */
export const ENTRY_POSTS = 16
export const ENTRY_POST_COUNT = 20
export const ENTRY_TALLIES = 24
export const ENTRY_TALLY_COUNT = 28
export const ENTRY_EVENTS = 32
export const ENTRY_EVENT_COUNT = 36
/** Serial of the first instruction of the settle phase. */
export const ENTRY_SETTLE_SERIAL = 40
/** Parts of a key, and a bit for each that is a number. */
export const ENTRY_PARTS = 44
export const ENTRY_NUMBERS = 48
/** Most bytes of an entry: without items, and for each item of its lists. */
export const ENTRY_BYTES = 52
export const ENTRY_ITEM_BYTES = 56
/** Offsets of the lists that statements run over, and how many lists. */
export const ENTRY_LISTS = 60
export const ENTRY_LIST_COUNT = 64
/** Name of the event of a fault. */
export const ENTRY_FAULT = 68
export const ENTRY_SIZE = 72

// Dust record, in bytes from its start.
/** Whose dust it is: module and denomination, by number. */
export const DUST_GROUP = 0
/** Column of the whole of a split, or of the weights. */
export const DUST_COLUMN = 4
/** The share that the rest would have, both terms below 2^64. */
export const DUST_NUM = 8
export const DUST_DEN = 16
/** 1: the terms are wider, the host counts. */
export const DUST_BY_HOST = 24
export const DUST_SIZE = 32
