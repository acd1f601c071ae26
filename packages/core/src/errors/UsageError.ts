import { BaseError, type BaseErrorOptions } from './BaseError.js'

/**
 * Bad params, a bad rule or a bad pipeline: thrown where it is defined, before anything settles.
 */
export class UsageError extends BaseError {
  constructor(options: Omit<BaseErrorOptions, 'kind'>) {
    super({ ...options, kind: 'usage' })
  }
}
UsageError.prototype.name = 'UsageError'
