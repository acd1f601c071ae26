import { BaseError, type BaseErrorOptions } from './BaseError.js'

/**
 * Money would be created, lost or moved below a floor: the settlement stops, nothing is committed.
 */
export class InvariantViolation extends BaseError {
  constructor(options: Omit<BaseErrorOptions, 'kind'>) {
    super({ ...options, kind: 'invariant' })
  }
}
InvariantViolation.prototype.name = 'InvariantViolation'
