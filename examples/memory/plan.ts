/** A lease of the story. Heights in blocks. */
export interface PlannedLease {
  readonly lease: string
  /** Whose thread uses it. */
  readonly caller: string
  /** Whose pool it is in. */
  readonly node: string
  readonly bytes: number
  readonly maxBlocks: number
  /** By which its caller gets the bytes back warm. */
  readonly key?: string
  readonly isPinned: boolean
  readonly reservedAt: number
  /** The first and last block in which its caller writes; one more use may come later. */
  readonly usedUntil: number
  readonly usedAgainAt?: number
  /** Not at all where it is left to the node. */
  readonly releasedAt?: number
}

export const FIRST_BLOCK = 100
export const LAST_BLOCK = 210
/** Kim's thread dies here, with two segments in its hands. */
export const KIM_DIES_AT = 111
/** Tom and Fay sign what is in the lease `model`; then Vera audits it. */
export const SEALED_AT = 104
export const FIRST_AUDIT_AT = 106
/** A byte of it flips, after the first audit was answered. */
export const FLIPPED_AT = 109
/** From here on Lou's leases have timed out: 100 blocks, 5 of grace, and one. */
export const LATE_AT = 206

const KIB = 1024
const at = { maxBlocks: 100, isPinned: false, reservedAt: FIRST_BLOCK }

/** Leases that the specification works through: 10 KiB for at most 100 blocks. */
const WORKED = [
  {
    ...{ ...at, lease: 'frames', caller: 'iris', node: 'ada', bytes: 10_000, key: 'frames' },
    ...{ usedUntil: 136, releasedAt: 137 },
  },
  {
    ...{ ...at, lease: 'probe', caller: 'iris', node: 'ada', bytes: 10_000 },
    ...{ usedUntil: 100, releasedAt: 100 },
  },
  { ...at, lease: 'cache-1', caller: 'kim', node: 'lou', bytes: 10_000, usedUntil: 110 },
  { ...at, lease: 'cache-2', caller: 'kim', node: 'lou', bytes: 20_000, usedUntil: 110 },
]

/** Leases at Fay: one is sealed and audited, one is pinned, one is in between. */
const AUDITED = [
  {
    ...{ ...at, lease: 'model', caller: 'tom', node: 'fay', bytes: 10_000 },
    ...{ maxBlocks: 200, usedUntil: SEALED_AT },
  },
  {
    ...{ ...at, lease: 'draft', caller: 'tom', node: 'fay', bytes: 20_000 },
    ...{ maxBlocks: 200, usedUntil: 103 },
  },
  {
    ...{ ...at, lease: 'weights', caller: 'iris', node: 'fay', bytes: 40 * KIB },
    ...{ maxBlocks: 300, isPinned: true },
    ...{ usedUntil: 100, usedAgainAt: LAST_BLOCK - 2, releasedAt: LAST_BLOCK },
  },
]

/** Short tasks at Ada, one lease each: Tom has his tiles back warm, the rest changes hands. */
const SHORT = Array.from({ length: 12 }, (_, turn) => {
  const task = { node: 'ada', bytes: 64 * KIB, maxBlocks: 10, isPinned: false }
  const first = 102 + 6 * turn
  const lasting = (from: number, blocks: number) => {
    return { ...task, reservedAt: from, usedUntil: from + blocks - 1, releasedAt: from + blocks }
  }
  return [
    { ...lasting(first, 3), lease: `tile-${turn + 1}`, caller: 'tom', key: 'tile' },
    { ...lasting(first + 1, 1), lease: `sketch-${turn + 1}`, caller: 'iris' },
    { ...lasting(first + 3, 2), lease: `note-${turn + 1}`, caller: 'tom' },
  ]
}).flat()

export const LEASES: readonly PlannedLease[] = [...WORKED, ...AUDITED, ...SHORT]

/** Whether the caller writes into a lease at a height. */
export function isUsed({ reservedAt, usedUntil, usedAgainAt }: PlannedLease, height: number) {
  return (height >= reservedAt && height <= usedUntil) || height === usedAgainAt
}
