import { parseId } from '@tlmkit/core'
import { paramSchema, type Param } from './paramSchema.js'

export interface IdParamOptions {
  /** One sentence: what the value changes. */
  readonly effect: string
}

/**
 * A parameter that names an actor or thing, or a part of an account path.
 *
 * Units: an id: 1 to 256 bytes, no slash, no control characters, no space at either end.
 * Errors: a zod issue with the key, the value and what would be right; at definition
 * `param-definition-invalid`.
 * @example
 * const cause = idParam('failure', { effect: 'Name under which payments are counted.' })
 * cause.parse('late') // 'late'
 */
export function idParam(defaultValue: string, { effect }: IdParamOptions): Param<string, string> {
  return paramSchema<string, string>({
    meta: { kind: 'id', unit: 'id', default: defaultValue, effect },
    written: defaultValue,
    parse: parseId,
  })
}
