import { InputError, isTlmkitError, UsageError } from '@tlmkit/core'
import { z } from 'zod'
import type { ParamMeta } from './ParamMeta.js'

/** A zod schema of one parameter: what may be written, and what a rule receives. */
export type Param<Input, Output> = z.ZodPrefault<
  z.ZodPipe<z.ZodCustom<Input, Input>, z.ZodTransform<Output, Input>>
>

interface ParamDefinition<Input, Output> {
  readonly meta: ParamMeta
  /** The default as it would be written; parsed like any other value. */
  readonly written: z.util.NoUndefined<Input>
  /** Reads a value and checks its bounds. Throws an `InputError` whose sentence names `key`. */
  readonly parse: (value: unknown, key: string) => Output
}

/** Builds the schema of one parameter, after its own default has passed its own bounds. */
export function paramSchema<Input, Output>(
  definition: ParamDefinition<Input, Output>,
): Param<Input, Output> {
  const { meta, written, parse } = definition
  assertDefinition(definition)
  return z
    .custom<Input>((value) => complaintOf(() => parse(value, 'value')) === undefined, {
      error: ({ path, input }) => complaintOf(() => parse(input, keyOf(path))),
    })
    .transform((value) => parse(value, 'value'))
    .prefault(written)
    .meta({ ...meta })
}

/** The refusal of a value outside its bounds, in one sentence: key, value, what would be right. */
export function outOfBounds(key: string, value: string, right: string): InputError {
  return new InputError({
    code: 'param-out-of-bounds',
    message: `${key}: ${value} is out of bounds: ${right}.`,
    details: { key, value, right },
  })
}

function assertDefinition({ meta, written, parse }: ParamDefinition<unknown, unknown>): void {
  const complaint = complaintOf(() => parse(written, 'default'))
  if (complaint !== undefined) throw refuseDefinition(complaint)
  if (meta.effect.trim() === '') {
    throw refuseDefinition('effect: it is empty; say in one sentence what a higher value changes.')
  }
}

function refuseDefinition(complaint: string): UsageError {
  return new UsageError({
    code: 'param-definition-invalid',
    message: `A parameter is defined wrongly. ${complaint}`,
    details: { complaint },
  })
}

function complaintOf(parse: () => unknown): string | undefined {
  try {
    parse()
    return undefined
  } catch (error) {
    if (isTlmkitError(error) && error.kind === 'rejection') return error.message
    throw error
  }
}

function keyOf(path: readonly PropertyKey[] | undefined): string {
  return path === undefined || path.length === 0 ? 'value' : path.map(String).join('.')
}
