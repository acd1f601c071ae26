/**
 * The three kinds of fault: bad data, a bad definition, and a core that would lose or create
 * money.
 */
export type ErrorKind = 'rejection' | 'usage' | 'invariant'

/** What an error carries besides its sentence. Amounts stand with their unit, as text. */
export type ErrorDetails = Readonly<
  Record<string, string | number | bigint | boolean | readonly string[]>
>

export interface BaseErrorOptions {
  readonly kind: ErrorKind
  /** Kebab-case identity of the error. Callers compare this, never the class. */
  readonly code: string
  /** One sentence that says what is wrong and what would be right. */
  readonly message: string
  readonly details?: ErrorDetails
  readonly cause?: unknown
}

/**
 * The one base of every error that tlmkit throws.
 *
 * Errors: compare `code`; `kind` tells who can mend it. `docs` is its anchor in docs/errors.md.
 */
export class BaseError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly details: ErrorDetails
  readonly docs: string

  constructor(options: BaseErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.kind = options.kind
    this.code = options.code
    this.details = options.details ?? {}
    this.docs = `docs/errors.md#${options.code}`
  }
}
BaseError.prototype.name = 'TlmkitError'

/** Says whether `error` came from tlmkit, whichever copy of the package threw it. */
export function isTlmkitError(error: unknown): error is BaseError {
  return error instanceof Error && 'kind' in error && 'code' in error && 'docs' in error
}
