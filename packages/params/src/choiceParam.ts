import { outOfBounds, paramSchema, type Param } from './paramSchema.js'

export interface ChoiceParamOptions {
  /** What is chosen, for documentation; `choice` when absent. */
  readonly unit?: string
  /** One sentence: what the value changes. */
  readonly effect: string
}

/**
 * A parameter that is one of several words.
 *
 * Errors: a zod issue with the key, the value and what would be right; at definition
 * `param-definition-invalid`.
 * @example
 * const mode = choiceParam(['penalty', 'literal'], { effect: 'Who bears the cost of lateness.' })
 * mode.parse(undefined) // 'penalty': the first is the default
 */
export function choiceParam<const V extends string>(
  choices: readonly [V, ...V[]],
  { unit = 'choice', effect }: ChoiceParamOptions,
): Param<string, V> {
  const parse = (value: unknown, key: string): V => {
    const found = choices.find((choice) => choice === value)
    if (found !== undefined) return found
    const given = typeof value === 'string' ? value : typeof value
    const right = `give one of ${choices.join(', ')}`
    throw outOfBounds(key, `"${given}"`, right)
  }
  const [written] = choices
  const meta = { kind: 'choice', unit, default: written, effect, choices } as const
  return paramSchema<string, V>({ meta, written, parse })
}
