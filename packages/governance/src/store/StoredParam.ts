import type { ParamRow } from '@tlmkit/params'

/** A parameter of a network, as its schema registers it, and how the network wires it. */
export interface StoredParam extends ParamRow {
  /** `network`, or the name under which a TLM or close module is used. */
  readonly owner: string
  /** `owner.key`: what proposals call it by. */
  readonly name: string
  /** Value of the network's definition, as text; `default` is that of the schema. */
  readonly initial: string
  /** Name of the network's parameter that it takes its value from: it is not set on its own. */
  readonly sharedWith: string | undefined
  /** Names of the parameters that take their value from it. */
  readonly sharedBy: readonly string[]
}
