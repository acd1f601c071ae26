import { isSupply, parseAccount, type AccountPath } from '../accounts/Account.js'
import { parseNatural } from '../amounts/parseNatural.js'
import { InputError } from '../errors/InputError.js'
import { didYouMean } from '../errors/closest.js'
import type { Receipt } from '../journal/Receipt.js'
import type { LifecycleState } from '../lifecycle/defineLifecycle.js'
import type { ParamSet } from '../network/compileNetwork.js'
import type { Network } from '../network/defineNetwork.js'
import {
  COMMAND_IDS,
  initialState,
  type ParamsVersion,
  type SettledIds,
  type State,
  type Work,
} from '../state/State.js'
import { ObjectReader, readEntries } from './ObjectReader.js'
import { parseReceipt } from './receiptJson.js'
import { STATE_FORMAT } from './stateToJson.js'
import { fromTaggedJson } from './taggedJson.js'

const INVALID = 'state-invalid'

/** Parts that a state gets by settling. One that has any of them has all. */
const HISTORY = ['height', 'tallies', 'settledIds', 'settlements', 'lastReceipt'] as const

/**
 * Reads a state of a network from untrusted data.
 *
 * Rule: a state that has not settled yet may leave out what settling adds, and its params.
 * Errors: `state-format-unknown`, `state-of-another-network`, `state-invalid`,
 * `denomination-unknown`, `kind-unknown`, `lifecycle-unknown`, `tag-unknown`, those of
 * `parseReceipt`, `parseAccount` and `parseNatural`.
 */
export function parseState(network: Network, value: unknown, where: string): State {
  const reader = new ObjectReader(value, { code: INVALID, where })
  assertFormat(reader.text('format'), where)
  assertNetwork(network, reader.text('network'), where)
  const start = initialState(network, {
    ...(reader.has('balances') ? { balances: parseBalances(network, reader) } : {}),
    ...(reader.has('params') ? { params: parseVersions(reader) } : {}),
    ...(reader.has('lifecycles') ? { lifecycles: parseLifecycles(network, reader) } : {}),
  })
  const settled = HISTORY.some((part) => reader.has(part))
  const state = settled ? { ...start, ...parseHistory(network, reader) } : start
  reader.finish()
  return Object.freeze(state)
}

function parseHistory(
  network: Network,
  reader: ObjectReader,
): Pick<State, (typeof HISTORY)[number] | 'time'> {
  for (const part of ['balances', 'params', 'lifecycles']) reader.value(part)
  return {
    height: reader.natural('height'),
    time: reader.has('time') ? reader.natural('time') : 0n,
    tallies: new Map(reader.entries('tallies', readAccountUnits)),
    settledIds: new Map(
      reader.entries('settledIds', (ids, at, kind) => {
        if (kind !== COMMAND_IDS)
          assertKnown('kind', kind, { known: network.kinds.keys(), where: at })
        return parseSettledIds(ids, at)
      }),
    ),
    settlements: new Map(reader.entries('settlements', parseSettlement)),
    lastReceipt: reader.hash('lastReceipt'),
  }
}

function parseBalances(network: Network, reader: ObjectReader): State['balances'] {
  const denominations = Object.keys(network.denominations)
  return new Map(
    reader.entries('balances', (accounts, where, denomination) => {
      assertKnown('denomination', denomination, { known: denominations, where })
      return new Map(readEntries(accounts, { code: INVALID, where }, readAccountUnits))
    }),
  )
}

function readAccountUnits(value: unknown, where: string, account: AccountPath): bigint {
  if (!isSupply(account)) parseAccount(account, where)
  return parseNatural(value, where)
}

function parseVersions(reader: ObjectReader): readonly ParamsVersion[] {
  const versions = reader.list('params', (item, where) => {
    const one = new ObjectReader(item, { code: INVALID, where })
    const version = { version: one.count('version'), from: one.natural('from') }
    const values = Object.fromEntries(
      one.entries('values', (owned, at) => {
        return Object.fromEntries(readEntries(owned, { code: INVALID, where: at }, fromTaggedJson))
      }),
    ) as ParamSet
    one.finish()
    return { ...version, values }
  })
  versions.forEach((one, index) => {
    const before = versions[index - 1]
    if (before === undefined || (one.version > before.version && one.from >= before.from)) return
    throw reader.refuse('params', 'versions and the heights they hold from must rise')
  })
  if (versions.length === 0) throw reader.refuse('params', 'a state has at least one version')
  return versions
}

function parseLifecycles(network: Network, reader: ObjectReader): State['lifecycles'] {
  return new Map(
    reader.entries('lifecycles', (works, where, lifecycle) => {
      assertKnown('lifecycle', lifecycle, { known: network.lifecycles.keys(), where })
      return new Map(readEntries(works, { code: INVALID, where }, parseWork))
    }),
  )
}

function parseWork(value: unknown, where: string): Work {
  const reader = new ObjectReader(value, { code: INVALID, where })
  const paramsVersion = reader.count('paramsVersion')
  const state = fromTaggedJson(reader.value('state'), where) as LifecycleState
  reader.finish()
  return { paramsVersion, state }
}

function parseSettledIds(value: unknown, where: string): SettledIds {
  const reader = new ObjectReader(value, { code: INVALID, where })
  const watermark = reader.has('watermark') ? reader.natural('watermark') : undefined
  const ids = new Map(reader.entries('ids', (mark, at) => parseNatural(mark, at)))
  reader.finish()
  return { watermark, ids }
}

function parseSettlement(value: unknown, where: string, id: string): Receipt {
  const receipt = parseReceipt(value, where)
  if (receipt.settlement === id) return receipt
  throw new InputError({
    code: INVALID,
    message: `${where}: the receipt is of settlement "${receipt.settlement}".`,
    details: { where },
  })
}

function assertFormat(format: string, where: string): void {
  if (format === STATE_FORMAT) return
  throw new InputError({
    code: 'state-format-unknown',
    message: `${where} has format "${format.slice(0, 80)}", this version reads ${STATE_FORMAT}.`,
    details: { where, format: format.slice(0, 80) },
  })
}

function assertNetwork(network: Network, name: string, where: string): void {
  if (name === network.name) return
  throw new InputError({
    code: 'state-of-another-network',
    message: `${where} belongs to network "${name}", the settlement is of "${network.name}".`,
    details: { where, state: name, network: network.name },
  })
}

function assertKnown(
  what: 'kind' | 'denomination' | 'lifecycle',
  name: string,
  { known, where }: { readonly known: Iterable<string>; readonly where: string },
): void {
  const names = [...known]
  if (names.includes(name)) return
  throw new InputError({
    code: `${what}-unknown`,
    message: `${where}: the network has no ${what} "${name}".${didYouMean(name, names)}`,
    details: { where, [what]: name },
  })
}
