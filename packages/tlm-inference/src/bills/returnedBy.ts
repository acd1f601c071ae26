import { UsageError, type ClaimOutcome } from '@tlmkit/core'

/**
 * A number that the rules of a claim returned, in base units.
 *
 * Errors: `column-missing`, where no rule of the pipeline returns it.
 */
export function returnedBy(outcome: ClaimOutcome | undefined, column: string): bigint {
  const value = outcome?.returned[column]
  if (value !== undefined) return value
  throw new UsageError({
    code: 'column-missing',
    message: `Claims of kind "${outcome?.kind ?? ''}" must return "${column}": chain the TLM that does.`,
    details: { column },
  })
}
