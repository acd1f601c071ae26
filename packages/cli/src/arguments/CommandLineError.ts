import { BaseError, type BaseErrorOptions } from '@tlmkit/core'

/** A command line that cannot be understood. The command exits with 2. */
export class CommandLineError extends BaseError {
  constructor(options: Omit<BaseErrorOptions, 'kind'>) {
    super({ ...options, kind: 'usage' })
  }
}
CommandLineError.prototype.name = 'CommandLineError'
