import { InputError } from '@tlmkit/core'
import { SEGMENTS_LIMIT } from '../arena/ArenaLayout.js'

declare const segmentBrand: unique symbol

/**
 * Names one lease of one segment: a safe integer that never comes again in its arena.
 *
 * Rule: generation x 2^21 + slot. A slot whose 2^32 - 1 generations are used up is used no more.
 */
export type SegmentId = number & { readonly [segmentBrand]: 'SegmentId' }

/** The last generation of a slot. */
export const GENERATION_MAX = 0xffffffff

export function toSegmentId(slot: number, generation: number): SegmentId {
  return (generation * SEGMENTS_LIMIT + slot) as SegmentId
}

/** Reads an id that came in a message. Errors: `segment-unknown`. */
export function parseSegmentId(value: unknown): SegmentId {
  if (isId(value)) return value
  throw unknownSegment(String(value))
}

export function slotOf(id: SegmentId): number {
  return id & (SEGMENTS_LIMIT - 1)
}

export function generationOf(id: SegmentId): number {
  return Math.floor(id / SEGMENTS_LIMIT)
}

function isId(value: unknown): value is SegmentId {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= SEGMENTS_LIMIT
}

export function unknownSegment(id: string | number): InputError {
  return new InputError({
    code: 'segment-unknown',
    message: `No segment has had the id ${id}: give an id that reserve gave in this arena.`,
    details: { id },
  })
}
