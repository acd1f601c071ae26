import { InputError } from '@tlmkit/core'
import type { SegmentId } from './SegmentId.js'

export function staleSegment(id: SegmentId): InputError {
  return new InputError({
    code: 'segment-stale',
    message: `Segment ${id} is not held: it was released, cleared, or its lease expired.`,
    details: { id },
  })
}

export function givenBackTwice(id: SegmentId): InputError {
  return new InputError({
    code: 'segment-released',
    message: `Segment ${id} was given back before: it was released, cleared, or its lease expired.`,
    details: { id },
  })
}

export function foreignOwner(id: SegmentId): InputError {
  return new InputError({
    code: 'segment-foreign-owner',
    message: `Segment ${id} belongs to another owner: give the owner that reserved it.`,
    details: { id },
  })
}

export function outOfSpace(bytes: number): InputError {
  return new InputError({
    code: 'memory-out-of-space',
    message: `The pool has no room for ${bytes} bytes, with all that is warm evicted.`,
    details: { bytes },
  })
}
