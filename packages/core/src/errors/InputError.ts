import { BaseError, type BaseErrorOptions } from './BaseError.js'

/**
 * Unreadable or refused data: a claim, a table row, a state. The message says what would be right.
 */
export class InputError extends BaseError {
  constructor(options: Omit<BaseErrorOptions, 'kind'>) {
    super({ ...options, kind: 'rejection' })
  }
}
InputError.prototype.name = 'InputError'
