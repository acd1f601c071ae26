import { InputError, didYouMean, pipelinesOf, type Network, type State } from '@tlmkit/core'
import { isSetIn } from '../comparing/changedParams.js'
import { createParamStore, type PastValue, type StoredParam } from '@tlmkit/governance'

/** A parameter of a network, and its values in a state. */
export interface ParamFigures {
  readonly param: StoredParam
  /** Value in force at the state's height, as text. */
  readonly current: string
  /** The network's parameter that it takes that value from; undefined where it is set by itself. */
  readonly source: string | undefined
  /** The value that a later height brings; undefined where none waits. */
  readonly next: PastValue | undefined
  /** The values that it took, the first one first. */
  readonly history: readonly PastValue[]
}

/** A TLM or close module that takes a parameter, and where it stands. */
export interface ParamUse {
  /** `owner.key`, as the module has it. */
  readonly name: string
  /** Claim kinds, `kind:route` where there are several routes, or `close`. */
  readonly places: readonly string[]
}

/** What all parameters of a network are in a state, the network's own first. */
export function paramFigures(network: Network, state: State): readonly ParamFigures[] {
  const store = createParamStore(network)
  return store.params.map((param) => {
    const history = store.historyOf(param, state.params)
    const inForce = history.filter(({ from }) => from <= state.height)
    const [first] = history
    const now = inForce.at(-1) ?? first
    const version = state.params.findLast(({ from }) => from <= state.height) ?? state.params[0]
    const isOwn = isSetIn(version?.values ?? {}, param.owner, param.key)
    return {
      ...{ param, history },
      source: isOwn ? undefined : param.sharedWith,
      current: now?.value ?? param.initial,
      next: nextOf(history, state.height),
    }
  })
}

/** The value that comes into force next: of several from one height, the last. */
function nextOf(history: readonly PastValue[], height: bigint): PastValue | undefined {
  const first = history.find(({ from }) => from > height)
  return history.findLast(({ from }) => from === first?.from)
}

/**
 * The parameter that a name means: `owner.key`, or a key that only one has.
 *
 * Errors: `param-unknown`, `param-ambiguous`.
 */
export function findParam(
  network: Network,
  figures: readonly ParamFigures[],
  name: string,
): ParamFigures {
  const found = figures.find(({ param }) => param.name === name)
  if (found !== undefined) return found
  const alike = figures.filter(({ param }) => param.key === name)
  const own = alike.filter(({ param }) => param.sharedWith === undefined)
  const [only, other] = own.length === 0 ? alike : own
  if (only !== undefined && other === undefined) return only
  if (only === undefined) throw unknown(network, figures, name)
  const names = alike.map(({ param }) => param.name).join(', ')
  throw new InputError({
    code: 'param-ambiguous',
    message: `Several have a parameter "${name}" in network "${network.name}": name one of ${names}.`,
    details: { name },
  })
}

/** Who takes a parameter, and where each of them stands; the parameter's own module among them. */
export function usesOf(network: Network, { owner, name, sharedBy }: StoredParam): ParamUse[] {
  const names = owner === 'network' ? sharedBy : [name]
  return names.map((each) => ({ name: each, places: placesOf(network, ownerIn(each)) }))
}

/** Instances have no dots in their names; keys have none either. */
function ownerIn(name: string): string {
  return name.slice(0, name.lastIndexOf('.'))
}

function placesOf(network: Network, owner: string): readonly string[] {
  const chains = [...pipelinesOf(network)].filter(({ pipeline }) =>
    pipeline.chain.some((one) => one.name === owner),
  )
  const places = chains.map(({ kind, route }) => (route === 'default' ? kind : `${kind}:${route}`))
  return network.close.some((one) => one.name === owner) ? [...places, 'close'] : places
}

function unknown(network: Network, figures: readonly ParamFigures[], name: string): InputError {
  const params = figures.map(({ param }) => param)
  const known = name.includes('.') ? params.map((each) => each.name) : params.map(({ key }) => key)
  const hint = didYouMean(name, new Set(known))
  return new InputError({
    code: 'param-unknown',
    message: `Network "${network.name}" has no parameter "${name}".${hint === '' ? ' tlmkit params lists all.' : hint}`,
    details: { name },
  })
}
