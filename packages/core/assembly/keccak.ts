/*
 * Keccak-256 of two messages at once: each of the 25 lanes is a vector with a 64-bit word of either
 * state. A round reads the lanes of one state and writes those of the other, so that no lane has to
 * stay in a register. Source: FIPS 202, 3.2; the padding is that of Keccak as Ethereum has it.
 */

/** Bytes of a message that one permutation absorbs. */
const RATE: u32 = 136
const DIGEST: u32 = 32
const LANE: u32 = 16
const ROUNDS: u32 = 24

const STATE: u32 = memory.data(400, 16) as u32
const NEXT: u32 = memory.data(400, 16) as u32
/** Where the next key with each value of a byte goes. */
const PLACES: u32 = memory.data(256 << 2) as u32
const ROUND_CONSTANTS: u32 = memory.data<u64>(
  [
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
  ],
  8,
) as u32

/**
 * Digests of messages, 32 bytes each, one after the other.
 *
 * Each message is two words: where its bytes lie and how many they are. The 136 bytes after it are
 * overwritten with its padding.
 */
export function hashMessages(messages: u32, count: u32, digests: u32): void {
  for (let index: u32 = 0; index < count; index += 2) {
    const first = messages + (index << 3)
    // The last of an odd number of messages keeps itself company.
    const step = u32(index + 1 < count)
    const out = digests + index * DIGEST
    hashTwo(first, first + (step << 3), out, out + step * DIGEST)
  }
}

/** Replaces each digest by the digest of it. */
export function hashDigests(digests: u32, count: u32): void {
  for (let index: u32 = 0; index < count; index += 2) {
    const first = digests + index * DIGEST
    const second = first + u32(index + 1 < count) * DIGEST
    setWords(0, first, second)
    clearFrom(4)
    endBlock(4)
    permute()
    storeDigest(0, first)
    storeDigest(1, second)
  }
}

/**
 * Fills the inner nodes of a complete binary tree: children of i at 2i + 1 and 2i + 2, leaves last.
 *
 * Rule: a node is the digest of its two children, the lesser one first.
 */
export function hashNodes(tree: u32, leaves: u32): void {
  // Nodes i and i - 1 do not need each other, except 1 and 0.
  let node = (leaves as i32) - 2
  for (; node > 1; node -= 2) hashTwoNodes(tree, node, node - 1)
  for (; node >= 0; node--) hashTwoNodes(tree, node, node)
}

/**
 * Copies the digests to `sorted` in descending order, as the leaves of a tree lie.
 *
 * `keys` is room for twice as many keys of 8 bytes: the first 4 bytes of a digest, then its number.
 */
export function sortDigests(digests: u32, count: u32, keys: u32, sorted: u32): void {
  for (let index: u32 = 0; index < count; index++) {
    const prefix = bswap(load<u32>(digests + index * DIGEST))
    store<u64>(keys + (index << 3), ((prefix as u64) << 32) | (index as u64))
  }
  const spare = keys + (count << 3)
  for (let shift: u64 = 32; shift < 64; shift += 16) {
    sortByte(keys, spare, count, shift)
    sortByte(spare, keys, count, shift + 8)
  }
  settleTies(digests, keys, count)
  for (let index: u32 = 0; index < count; index++) {
    const from = digests + load<u32>(keys + (index << 3)) * DIGEST
    memory.copy(sorted + (count - 1 - index) * DIGEST, from, DIGEST)
  }
}

/** Copies keys in the ascending order of one of their bytes; equal ones keep their order. */
function sortByte(keys: u32, sorted: u32, count: u32, shift: u64): void {
  memory.fill(PLACES, 0, 256 << 2)
  const end = keys + (count << 3)
  for (let at = keys; at < end; at += 8) {
    const place = placeOf(load<u64>(at), shift)
    store<u32>(place, load<u32>(place) + 8)
  }
  let next = sorted
  for (let place = PLACES; place < PLACES + (256 << 2); place += 4) {
    const size = load<u32>(place)
    store<u32>(place, next)
    next += size
  }
  for (let at = keys; at < end; at += 8) {
    const key = load<u64>(at)
    const place = placeOf(key, shift)
    const out = load<u32>(place)
    store<u64>(out, key)
    store<u32>(place, out + 8)
  }
}

@inline
function placeOf(key: u64, shift: u64): u32 {
  return PLACES + ((((key >> shift) as u32) & 0xff) << 2)
}

/** Orders keys with the same prefix by their digests: there are few, but for equal digests. */
function settleTies(digests: u32, keys: u32, count: u32): void {
  const end = keys + (count << 3)
  for (let at = keys + 8; at < end; at += 8) {
    const key = load<u64>(at)
    const digest = digests + (key as u32) * DIGEST
    let to = at
    while (to > keys) {
      const before = load<u64>(to - 8)
      if (before >> 32 !== key >> 32) break
      if (!isBelow(digest, digests + (before as u32) * DIGEST)) break
      store<u64>(to, before)
      to -= 8
    }
    store<u64>(to, key)
  }
}

function hashTwoNodes(tree: u32, first: u32, second: u32): void {
  const a = tree + (2 * first + 1) * DIGEST
  const b = tree + (2 * second + 1) * DIGEST
  const aSwap = u32(isBelow(a + DIGEST, a)) * DIGEST
  const bSwap = u32(isBelow(b + DIGEST, b)) * DIGEST
  setWords(0, a + aSwap, b + bSwap)
  setWords(4, a + DIGEST - aSwap, b + DIGEST - bSwap)
  clearFrom(8)
  endBlock(8)
  permute()
  storeDigest(0, tree + first * DIGEST)
  storeDigest(1, tree + second * DIGEST)
}

/** Whether a digest comes before another one. */
@inline
function isBelow(a: u32, b: u32): bool {
  const x = load<u64>(a)
  const y = load<u64>(b)
  return x !== y ? bswap(x) < bswap(y) : isBelowAfter(a, b)
}

function isBelowAfter(a: u32, b: u32): bool {
  for (let at: u32 = 8; at < DIGEST; at += 8) {
    const x = load<u64>(a + at)
    const y = load<u64>(b + at)
    if (x !== y) return bswap(x) < bswap(y)
  }
  return false
}

function hashTwo(first: u32, second: u32, firstOut: u32, secondOut: u32): void {
  const firstBlocks = pad(first)
  const secondBlocks = pad(second)
  let a = load<u32>(first)
  let b = load<u32>(second)
  clearFrom(0)
  for (let block: u32 = 1; block <= max(firstBlocks, secondBlocks); block++) {
    absorb(a, b)
    permute()
    // The shorter message absorbs its last block again, after its digest was taken.
    if (block === firstBlocks) storeDigest(0, firstOut)
    else if (block < firstBlocks) a += RATE
    if (block === secondBlocks) storeDigest(1, secondOut)
    else if (block < secondBlocks) b += RATE
  }
}

/** Pads a message to whole blocks and gives their number. */
function pad(message: u32): u32 {
  const length = load<u32>(message, 4)
  const start = load<u32>(message) + length
  const blocks = length / RATE + 1
  const end = start + blocks * RATE - length
  memory.fill(start, 0, end - start)
  store<u8>(start, 0x01)
  store<u8>(end - 1, load<u8>(end - 1) | 0x80)
  return blocks
}

@inline
function lane(state: u32, index: u32): v128 {
  return v128.load(state + index * LANE)
}

/** The words of either message as one vector. */
@inline
function words(a: u32, b: u32): v128 {
  return v128.load_lane<u64>(b, v128.load_zero<u64>(a), 1)
}

function absorb(a: u32, b: u32): void {
  for (let index: u32 = 0; index < RATE >> 3; index++) {
    const at = STATE + index * LANE
    v128.store(at, v128.xor(v128.load(at), words(a + (index << 3), b + (index << 3))))
  }
}

/** Sets four lanes to the words of a digest of either message. */
@inline
function setWords(first: u32, a: u32, b: u32): void {
  for (let index: u32 = 0; index < 4; index++) {
    v128.store(STATE + (first + index) * LANE, words(a + (index << 3), b + (index << 3)))
  }
}

@inline
function clearFrom(index: u32): void {
  for (let at = STATE + index * LANE; at < STATE + 25 * LANE; at += LANE) {
    v128.store(at, i64x2.splat(0))
  }
}

/** The padding of a message of one block whose next lane is `index`. */
@inline
function endBlock(index: u32): void {
  v128.store(STATE + index * LANE, i64x2.splat(1))
  v128.store(STATE + 16 * LANE, i64x2.splat(1 << 63))
}

function storeDigest(which: u32, digest: u32): void {
  for (let index: u32 = 0; index < 4; index++) {
    store<u64>(digest + (index << 3), load<u64>(STATE + index * LANE + (which << 3)))
  }
}

function permute(): void {
  for (let round: u32 = 0; round < ROUNDS; round += 2) {
    permuteRound(STATE, NEXT, round)
    permuteRound(NEXT, STATE, round + 1)
  }
}

@inline
function permuteRound(from: u32, to: u32, round: u32): void {
  const c0 = parity(from, 0)
  const c1 = parity(from, 1)
  const c2 = parity(from, 2)
  const c3 = parity(from, 3)
  const c4 = parity(from, 4)
  const d0 = v128.xor(c4, rotate(c1, 1))
  const d1 = v128.xor(c0, rotate(c2, 1))
  const d2 = v128.xor(c1, rotate(c3, 1))
  const d3 = v128.xor(c2, rotate(c4, 1))
  const d4 = v128.xor(c3, rotate(c0, 1))
  storeRow(
    to,
    v128.xor(lane(from, 0), d0),
    turn(from, 6, d1, 44),
    turn(from, 12, d2, 43),
    turn(from, 18, d3, 21),
    turn(from, 24, d4, 14),
  )
  storeRow(
    to + 5 * LANE,
    turn(from, 3, d3, 28),
    turn(from, 9, d4, 20),
    turn(from, 10, d0, 3),
    turn(from, 16, d1, 45),
    turn(from, 22, d2, 61),
  )
  storeRow(
    to + 10 * LANE,
    turn(from, 1, d1, 1),
    turn(from, 7, d2, 6),
    turn(from, 13, d3, 25),
    turn(from, 19, d4, 8),
    turn(from, 20, d0, 18),
  )
  storeRow(
    to + 15 * LANE,
    turn(from, 4, d4, 27),
    turn(from, 5, d0, 36),
    turn(from, 11, d1, 10),
    turn(from, 17, d2, 15),
    turn(from, 23, d3, 56),
  )
  storeRow(
    to + 20 * LANE,
    turn(from, 2, d2, 62),
    turn(from, 8, d3, 55),
    turn(from, 14, d4, 39),
    turn(from, 15, d0, 41),
    turn(from, 21, d1, 2),
  )
  v128.store(to, v128.xor(v128.load(to), v128.load_splat<u64>(ROUND_CONSTANTS + (round << 3))))
}

/** The sum of a column: theta reads it twice. */
@inline
function parity(state: u32, column: u32): v128 {
  const upper = v128.xor(lane(state, column), lane(state, column + 5))
  const lower = v128.xor(lane(state, column + 10), lane(state, column + 15))
  return v128.xor(v128.xor(upper, lower), lane(state, column + 20))
}

/** A lane after theta and rho. */
@inline
function turn(state: u32, index: u32, sum: v128, bits: i32): v128 {
  return rotate(v128.xor(lane(state, index), sum), bits)
}

@inline
function rotate(words: v128, bits: i32): v128 {
  return v128.or(i64x2.shl(words, bits), i64x2.shr_u(words, 64 - bits))
}

/** Five lanes after chi. */
@inline
function storeRow(to: u32, a: v128, b: v128, c: v128, d: v128, e: v128): void {
  v128.store(to, v128.xor(a, v128.andnot(c, b)))
  v128.store(to + LANE, v128.xor(b, v128.andnot(d, c)))
  v128.store(to + 2 * LANE, v128.xor(c, v128.andnot(e, d)))
  v128.store(to + 3 * LANE, v128.xor(d, v128.andnot(a, e)))
  v128.store(to + 4 * LANE, v128.xor(e, v128.andnot(b, a)))
}
