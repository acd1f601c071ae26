import type { ParamMeta } from './ParamMeta.js'

/**
 * What values a parameter takes, in words: `0 to 0.5`, `above 0`, `escrow, surcharge or treasury`.
 *
 * @example boundsText({ kind: 'units', min: '1', ... }) // 'from 1'
 */
export function boundsText(
  meta: Pick<ParamMeta, 'kind' | 'choices' | 'min' | 'above' | 'max'>,
): string {
  return texts[meta.kind](meta)
}

type Bounded = Parameters<typeof boundsText>[0]

const texts: Readonly<Record<ParamMeta['kind'], (meta: Bounded) => string>> = {
  ratio: rangeText,
  units: rangeText,
  amount: rangeText,
  account: () => 'any account',
  id: () => 'any id',
  shares: (meta) => `each ${rangeText(meta)}, sum exactly 1`,
  choice: ({ choices = [] }) => wordsText(choices),
  flag: () => 'true or false',
  ids: () => 'ids, each once',
  quantities: (meta) => `ids, each ${rangeText(meta)}`,
}

function rangeText({ min, above, max }: Bounded): string {
  const least = above === undefined ? (min ?? '0') : `above ${above}`
  if (max !== undefined) return `${least} to ${max}`
  return above === undefined ? `from ${least}` : least
}

function wordsText(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
