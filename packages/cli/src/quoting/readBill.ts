import { Hasher, InputError, compileNetwork, didYouMean, parseNatural } from '@tlmkit/core'
import type { Network, ParamValues, State } from '@tlmkit/core'
import type { QuoteOptions } from '@tlmkit/tlm-inference'
import { asUsage } from '../arguments/asUsage.js'
import type { CommandCall } from '../arguments/Command.js'
import { assertValues } from '../comparing/assertValues.js'
import { newestOf } from '../comparing/changedParams.js'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { presetNetworks } from '../reading/loadNetwork.js'
import { readValues } from '../reading/readValues.js'

/** A bill to quote, with the network's own parameter values. */
export interface QuotedBill extends Required<Omit<QuoteOptions, 'params'>> {
  readonly params: ParamValues
  /** Undefined where none is named. */
  readonly model: string | undefined
}

/** Whether a network has bills for inference. */
export function hasBills({ lifecycles, kinds }: Network): boolean {
  return lifecycles.has('bills') && kinds.has('bill-settlements')
}

/**
 * Reads from a command line the bill that is to be quoted.
 *
 * Errors: `bills-missing`, `cu-out-of-range`, `cu-above-max`, `unknown-model`, those of parameter
 * values and of options.
 */
export async function readBill(
  { options, io }: CommandCall,
  { network, state }: { readonly network: Network; readonly state: State },
): Promise<QuotedBill> {
  if (!hasBills(network)) throw await withoutBills(network)
  options.atMostOne(['model', 'target'])
  const number = (name: string): bigint | undefined =>
    asUsage(() => {
      const text = options.text(name)
      return text === undefined ? undefined : parseNatural(text, `--${name}`)
    })
  const cuMax = number('cu-max') ?? 0n
  const [cu = cuMax, responseMs = 0n, target] = ['cu', 't', 'target'].map(number)
  const file = options.text('params')
  const named =
    file === undefined ? undefined : { file, values: readValues({ path: file, cwd: io.cwd }) }
  if (named !== undefined) assertValues(network, named)
  const values = named?.values ?? newestOf(state)
  const { params } = compileNetwork(network, values, new Hasher(nodeSha256))
  assertCapped(params, cuMax)
  if (cu > cuMax) throw aboveCuMax(cu, cuMax)
  const model = options.text('model')
  const needsTarget = responseMs > 0n && target === undefined
  if (model === undefined && needsTarget) options.required('model')
  const targetMs = model === undefined ? (target ?? 1n) : targetOf(network, params, model)
  const isRouted = !options.flag('direct')
  return { params, cuMax, cu, responseMs, targetMs, isRouted, model }
}

/** Errors: `cu-out-of-range`. */
function assertCapped({ cuMaxPerRequest: cap }: ParamValues, cuMax: bigint): void {
  if (typeof cap !== 'bigint' || (cuMax > 0n && cuMax <= cap)) return
  throw new InputError({
    code: 'cu-out-of-range',
    message: `No bill is opened for ${cuMax} CU: give --cu-max 1 to ${cap}, as the parameter cuMaxPerRequest has it.`,
    details: { cuMax, cap },
  })
}

function aboveCuMax(cu: bigint, cuMax: bigint): InputError {
  return new InputError({
    code: 'cu-above-max',
    message: `A bill that is opened for ${cuMax} CU does not settle ${cu}: give --cu at most --cu-max.`,
    details: { cu, cuMax },
  })
}

/** Errors: `unknown-model`. */
function targetOf(network: Network, { models }: ParamValues, model: string): bigint {
  const known = typeof models === 'object' && models !== null ? Object.entries(models) : []
  const found: unknown = known.find(([name]) => name === model)?.[1]
  if (typeof found === 'bigint') return found
  const names = known.map(([name]) => name)
  const list = names.length === 0 ? 'It has none' : `It has: ${names.join(', ')}`
  throw new InputError({
    code: 'unknown-model',
    message: `Network "${network.name}" has no model "${model}".${didYouMean(model, names)} ${list}; --target gives a target in its place.`,
    details: { model },
  })
}

async function withoutBills({ name }: Network): Promise<InputError> {
  const presets = (await presetNetworks()).filter(hasBills).map((network) => network.name)
  const which = presets.length === 0 ? 'no preset has' : `these presets have: ${presets.join(', ')}`
  return new InputError({
    code: 'bills-missing',
    message: `Network "${name}" has no bills for inference to quote; ${which}.`,
    details: { network: name },
  })
}
