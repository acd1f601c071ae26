/** One thing that was checked, in a sentence. */
export interface Finding {
  readonly holds: boolean
  readonly sentence: string
}

export const proved = (sentence: string): Finding => ({ holds: true, sentence })
export const differs = (sentence: string): Finding => ({ holds: false, sentence })

/** Compares what a receipt states with what was found out. */
export function compared(
  what: string,
  { stated, found }: { readonly stated: string; readonly found: string },
): Finding {
  if (stated === found) return proved(`${what}, as the receipt states.`)
  return differs(`${what}; the receipt states ${stated}.`)
}
