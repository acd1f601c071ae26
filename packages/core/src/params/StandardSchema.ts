/** The Standard Schema interface (version 1), as far as tlmkit uses it: synchronous validation. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | PromiseLike<unknown>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

export interface StandardIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What a schema accepts. */
export type SchemaInput<S> = S extends StandardSchema<infer I, unknown> ? I : never
/** What a schema gives. */
export type SchemaOutput<S> = S extends StandardSchema<never, infer O> ? O : never
