import type { Hash } from '../hashes/Hash.js'

/** The easiest target, 2^256 - 1: every relay but one of all ones is minable. */
export const BASE_TARGET: Hash = 'f'.repeat(64)
