import { parseRatio } from '@tlmkit/core'
import { z } from 'zod'

/** What a run saw, under the keys that expectations use. */
export type Observations = Readonly<Record<string, unknown>>

/** A vector that says nothing about this implementation, and why. */
export interface NotApplicable {
  readonly notApplicable: string
}

/** A run of one kind of vector: from its input, and the keys it is asked for, to what was seen. */
export type VectorRun = (input: unknown, keys: readonly string[]) => Observations | NotApplicable

/** A run that reads its input strictly: a member that it does not know fails. */
export function run<Input extends z.ZodType>(
  input: Input,
  observe: (input: z.output<Input>, keys: readonly string[]) => Observations | NotApplicable,
): VectorRun {
  return (given, keys) => observe(input.parse(given), keys)
}

export function notApplicable(reason: string): NotApplicable {
  return { notApplicable: reason }
}

/** A whole number: digits in a text, or a JSON integer. */
export const integer = z
  .union([z.string().regex(/^-?[0-9]+$/), z.int()])
  .transform((value) => BigInt(value))

/** A fraction: a JSON number means the decimal it shows. */
export const fraction = z.number().transform((value) => parseRatio(value, 'fraction'))

const share = z.number().default(0)

/** The five shares of a mint, under the names of this implementation. */
export const shares = z
  .strictObject({
    dao: share,
    proposer: share,
    supplier: share,
    source_owner: share,
    application: share,
  })
  .transform(({ source_owner: sourceOwner, ...others }) => ({ ...others, sourceOwner }))

