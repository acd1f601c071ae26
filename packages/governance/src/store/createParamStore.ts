import {
  compileNetwork,
  didYouMean,
  Hasher,
  isTlmkitError,
  paramOwners,
  type Network,
  type ParamOwner,
  type ParamSet,
  type ParamsVersion,
  type StandardSchema,
} from '@tlmkit/core'
import { listParams, readParam, showParam } from '@tlmkit/params'
import type { z } from 'zod'
import { layOver } from './layOver.js'
import type { ChangeFault, ParamChange, PastValue, ReadChanges } from './ParamChange.js'
import type { StoredParam } from './StoredParam.js'

/** The parameters of a network: what there is, its values by version, and how values are read. */
export interface ParamStore {
  /** Every parameter that a parameter kind made: the network's own, then by use. */
  readonly params: readonly StoredParam[]
  /** A parameter by its name `owner.key`, or by a key that only one that can be set has. */
  readonly find: (name: string) => StoredParam | undefined
  /** The value that a parameter has in a version, as text. */
  readonly valueIn: (param: StoredParam, values: ParamSet) => string
  /** The values that a parameter took, the first version's and each that changed it. */
  readonly historyOf: (
    param: StoredParam,
    versions: readonly ParamsVersion[],
  ) => readonly PastValue[]
  /** Reads changes as proposals have them; faults stand in the order of the changes. */
  readonly read: (changes: readonly ParamChange[]) => ReadChanges
  /**
   * The same, laid over values in force: where each change is good for itself, all together must
   * suit the network.
   */
  readonly check: (values: ParamSet, changes: readonly ParamChange[]) => ReadChanges
}

/**
 * Builds the parameter store of a network: every TLM's params schema is its registration.
 *
 * Rule: keys wired with `shared()` are listed and cannot be set on their own; members of a schema
 * that no parameter kind made are left out. Versions stand in the state; the store holds none.
 * Errors of changes: `unknown-key`, `key-fixed`, `key-repeated`, `value-out-of-bounds`.
 * Source: spec/governance.md, Parameter store.
 * @example
 * const store = createParamStore(network)
 * store.read([{ key: 'network.mintRatio', value: '0.975' }]).values // { network: { ... } }
 */
export function createParamStore(network: Network): ParamStore {
  const params = paramsOf(network)
  const byName = new Map(params.map((param) => [param.name, param]))
  const schemas = new Map(paramOwners(network).map(({ owner, schema }) => [owner, schema]))
  const read = (changes: readonly ParamChange[]): ReadChanges =>
    readChanges(changes, { byName, schemas })
  return Object.freeze({
    params,
    find: (name: string) => byName.get(name) ?? onlyOneOf(params, name),
    valueIn: (param: StoredParam, values: ParamSet) => valueIn(byName, param, values),
    historyOf: (param: StoredParam, versions: readonly ParamsVersion[]) =>
      historyOf(versions, (values) => valueIn(byName, param, values)),
    read,
    check(values: ParamSet, changes: readonly ParamChange[]): ReadChanges {
      const given = read(changes)
      if (given.faults.length > 0) return given
      const message = faultOf(network, layOver(values, given.values))
      if (message === undefined) return given
      const key = changes.map((change) => change.key).join(', ')
      return { ...given, faults: [{ code: 'value-out-of-bounds', key, message }] }
    },
  })
}

function paramsOf(network: Network): readonly StoredParam[] {
  const owners = paramOwners(network)
  const sharedBy = new Map<string, string[]>()
  for (const { owner, shared } of owners) {
    for (const [key, source] of Object.entries(shared)) {
      sharedBy.set(source, [...(sharedBy.get(source) ?? []), `${owner}.${key}`])
    }
  }
  return owners.flatMap(({ owner, schema, given, shared }) => {
    return rowsOf(schema).map((row) => {
      const { [row.key]: source } = shared
      const { [row.key]: written } = given
      return Object.freeze({
        ...row,
        ...{ owner, name: `${owner}.${row.key}` },
        initial: written === undefined ? row.default : showParam(row, written),
        sharedWith: source === undefined ? undefined : `network.${source}`,
        sharedBy: owner === 'network' ? (sharedBy.get(row.key) ?? []) : [],
      })
    })
  })
}

function rowsOf(schema: ParamOwner['schema']): ReturnType<typeof listParams> {
  return isObjectSchema(schema) ? listParams(schema) : []
}

type ObjectSchema = z.ZodObject<Readonly<Record<string, z.core.$ZodType & StandardSchema>>>

function isObjectSchema(schema: object | undefined): schema is ObjectSchema {
  return (
    schema !== undefined &&
    'shape' in schema &&
    typeof schema.shape === 'object' &&
    schema.shape !== null
  )
}

function onlyOneOf(params: readonly StoredParam[], key: string): StoredParam | undefined {
  const [found, other] = params.filter((param) => {
    return param.key === key && param.sharedWith === undefined
  })
  return other === undefined ? found : undefined
}

function valueIn(
  byName: ReadonlyMap<string, StoredParam>,
  param: StoredParam,
  values: ParamSet,
): string {
  const own = values[param.owner]?.[param.key]
  if (own !== undefined) return showParam(param, own)
  const source = param.sharedWith === undefined ? param : byName.get(param.sharedWith)
  const { owner, key, initial } = source ?? param
  const written = values[owner]?.[key]
  return written === undefined ? initial : showParam(param, written)
}

function historyOf(
  versions: readonly ParamsVersion[],
  valueOf: (values: ParamSet) => string,
): readonly PastValue[] {
  const history: PastValue[] = []
  for (const { version, from, values } of versions) {
    const value = valueOf(values)
    if (history.at(-1)?.value !== value) history.push({ version, from, value })
  }
  return history
}

interface Registrations {
  readonly byName: ReadonlyMap<string, StoredParam>
  readonly schemas: ReadonlyMap<string, ParamOwner['schema']>
}

function readChanges(changes: readonly ParamChange[], registered: Registrations): ReadChanges {
  const values: Record<string, Record<string, unknown>> = {}
  const faults: ChangeFault[] = []
  const seen = new Set<string>()
  for (const change of changes) {
    const { key } = change
    const param = registered.byName.get(key)
    const fault =
      param === undefined || param.sharedWith !== undefined
        ? unknownKey(key, param, registered)
        : param.fixed === true
          ? fixedKey(key)
          : seen.has(key)
            ? repeatedKey(key)
            : readInto(values, { param, value: change.value }, registered)
    if (fault !== undefined) faults.push(fault)
    seen.add(key)
  }
  return { values, faults }
}

function readInto(
  values: Record<string, Record<string, unknown>>,
  { param, value }: { readonly param: StoredParam; readonly value: string },
  { schemas }: Registrations,
): ChangeFault | undefined {
  const { owner, key, name } = param
  try {
    const written = readParam(param, value, name)
    const schema = schemas.get(owner)
    const message = isObjectSchema(schema) ? refusalOf(schema.shape[key], written, name) : undefined
    if (message !== undefined) return { code: 'value-out-of-bounds', key: name, message }
    values[owner] = { ...values[owner], [key]: written }
    return undefined
  } catch (error) {
    if (!isTlmkitError(error) || error.kind !== 'rejection') throw error
    return { code: 'value-out-of-bounds', key: name, message: error.message }
  }
}

/** Why a member of a schema refuses a value, if so; its sentences call the value by name. */
function refusalOf(
  member: StandardSchema | undefined,
  written: unknown,
  name: string,
): string | undefined {
  const result = member?.['~standard'].validate(written)
  if (result === undefined || 'then' in result || result.issues === undefined) return undefined
  return result.issues.map(({ message }) => message.replace(/^value\b/, () => name)).join('; ')
}

function unknownKey(
  key: string,
  param: StoredParam | undefined,
  { byName }: Registrations,
): ChangeFault {
  if (param?.sharedWith !== undefined) {
    const message = `${key} takes its value from ${param.sharedWith}: change that one.`
    return { code: 'unknown-key', key, message }
  }
  const settable = [...byName.values()].filter(({ sharedWith }) => sharedWith === undefined)
  const hint = didYouMean(
    key,
    settable.map(({ name }) => name),
  )
  return { code: 'unknown-key', key, message: `There is no parameter "${key}".${hint}` }
}

function fixedKey(key: string): ChangeFault {
  const message = `${key} keeps the value that the network began with: no vote changes it.`
  return { code: 'key-fixed', key, message }
}

function repeatedKey(key: string): ChangeFault {
  return { code: 'key-repeated', key, message: `${key} is changed twice: give each key once.` }
}

function faultOf(network: Network, values: ParamSet): string | undefined {
  try {
    compileNetwork(network, values, new Hasher())
    return undefined
  } catch (error) {
    if (!isTlmkitError(error) || error.kind === 'invariant') throw error
    return error.message
  }
}
