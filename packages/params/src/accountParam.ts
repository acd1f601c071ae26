import { parseAccount } from '@tlmkit/core'
import { paramSchema, type Param } from './paramSchema.js'

export interface AccountParamOptions {
  /** No vote changes it: it keeps the value that a network began with. */
  readonly fixed?: true
  /** One sentence: what the value changes. */
  readonly effect: string
}

/**
 * A parameter that names an account, by its path.
 *
 * Units: an account path: `kind/owner/bucket`, or `kind/owner` for modules.
 * Errors: a zod issue with the key, the value and what would be right; at definition
 * `param-definition-invalid`.
 * @example
 * const dao = accountParam('module/dao', { effect: 'Takes the remainder of every split.' })
 * dao.parse('module/treasury') // 'module/treasury'
 */
export function accountParam(
  defaultValue: string,
  { fixed, effect }: AccountParamOptions,
): Param<string, string> {
  return paramSchema<string, string>({
    meta: {
      ...{ kind: 'account', unit: 'account path', default: defaultValue, effect },
      ...(fixed === undefined ? {} : { fixed }),
    },
    written: defaultValue,
    parse: parseAccount,
  })
}
