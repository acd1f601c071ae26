import type { Json, Network, State } from '@tlmkit/core'
import type { PastValue } from '@tlmkit/governance'
import { boundsText } from '@tlmkit/params'
import type { ParamFigures, ParamUse } from '../inspecting/paramFigures.js'

type JsonObject = { readonly [key: string]: Json }

/** A network and a state of it. */
export interface NetworkState {
  readonly network: Network
  readonly state: State
}

/** One parameter, and who takes it. */
export interface ToldParam extends NetworkState {
  readonly figures: ParamFigures
  readonly uses: readonly ParamUse[]
}

/** All parameters for programs; values are text, as a command line takes them. */
export function paramsJson(
  { network, state }: NetworkState,
  figures: readonly ParamFigures[],
): JsonObject {
  return {
    network: network.name,
    height: state.height.toString(),
    versions: state.params.map(({ version, from }) => ({ version, from: from.toString() })),
    params: figures.map(figuresJson),
  }
}

/** One parameter for programs. */
export function paramJson({ network, state, figures, uses }: ToldParam): JsonObject {
  return {
    network: network.name,
    height: state.height.toString(),
    ...figuresJson(figures),
    uses: uses.map(({ name, places }) => ({ name, places })),
  }
}

function figuresJson({ param, current, next, history }: ParamFigures): JsonObject {
  const { name, owner, key, kind, unit, effect, initial, sharedWith, sharedBy } = param
  const { min, above, max, choices } = param
  return {
    ...{ name, owner, key, kind, unit },
    bounds: boundsText(param),
    ...(min === undefined ? {} : { min }),
    ...(above === undefined ? {} : { above }),
    ...(max === undefined ? {} : { max }),
    ...(choices === undefined ? {} : { choices }),
    default: param.default,
    ...{ initial, current, effect },
    ...(next === undefined ? {} : { next: pastJson(next) }),
    ...(sharedWith === undefined ? {} : { sharedWith }),
    sharedBy,
    history: history.map(pastJson),
  }
}

function pastJson({ version, from, value }: PastValue): JsonObject {
  return { version, from: from.toString(), value }
}
