import type { Column, Row } from '../../claims/columns.js'
import type { ClaimKind } from '../../claims/defineClaimKind.js'
import { defineClose, useClose, type CloseUse } from '../../close/defineClose.js'
import { defineLifecycle, type Lifecycle } from '../../lifecycle/defineLifecycle.js'
import {
  defineFollowUp,
  defineNetwork,
  type FollowUp,
  type Network,
} from '../../network/defineNetwork.js'
import { route, type Route } from '../../network/route.js'
import { definePipeline, type Pipeline } from '../../pipeline/definePipeline.js'
import type { ParamsVersion } from '../../state/State.js'
import type { Use } from '../../tlm/use.js'
import { KernelDraw } from '../kernelDraw.fixture.js'
import { fuzzCell, fuzzKind, voters, type FuzzKind } from './fuzzKind.fixture.js'
import { fuzzUse } from './fuzzTlm.fixture.js'
import { OUTCOMES } from './RuleStatements.fixture.js'
import { POOLS } from './RuleValues.fixture.js'

/** A random network, and the params versions that a state of it has. */
export interface FuzzNetwork {
  readonly network: Network
  readonly kinds: readonly FuzzKind[]
  readonly params: readonly ParamsVersion[]
}

/** A random network. `isLeftOut` leaves statements of its rules out, by their labels. */
export function fuzzNetwork(draw: KernelDraw, isLeftOut: (label: string) => boolean): FuzzNetwork {
  const kinds = ['jobs', 'fines', 'gifts']
    .slice(0, 1 + draw.roll(3))
    .map((name) => fuzzKind(draw, name))
  const uses = new Set<string>()
  const routes = kinds.map(({ kind, routed }): [string, Pipeline | Route] => {
    const pipeline = (name: string): Pipeline => {
      const chain = fuzzChain(draw, { kind, isLeftOut, label: `${kind.name}/${name}` })
      for (const one of chain) uses.add(one.name)
      return definePipeline(kind, [...chain])
    }
    if (routed === undefined) return [kind.name, pipeline('default')]
    const others = draw.once(2)
      ? { fast: pipeline('fast'), free: pipeline('free') }
      : { fast: pipeline('fast') }
    return [kind.name, route(routed, { default: pipeline('default'), ...others })]
  })
  const network = defineNetwork({
    name: 'random',
    denominations: {
      tok: { decimals: 0, symbol: 'TOK' },
      gem: { decimals: 0, symbol: 'GEM' },
      cred: { decimals: 0, symbol: 'CRED', money: false },
    },
    kinds: Object.fromEntries(routes),
    followUps: followUps(draw, kinds),
    close: draw.once(2) ? [closeOf(draw)] : [],
    pools: {
      fees: { denomination: POOLS.fees, leftover: 'carry' },
      dues: { denomination: POOLS.dues, leftover: draw.once(12) ? 'mustBeEmpty' : 'carry' },
    },
    ...(draw.once(2)
      ? { floors: { 'app/funds': 3n, 'module/treasury': 5n, 'node/bond': BigInt(draw.roll(40)) } }
      : {}),
    lifecycles: draw.once(3) ? [counted] : [],
    pinning: draw.once(8) ? 'live' : 'opened',
  })
  return { network, kinds, params: versions(draw, [...uses]) }
}

interface ChainDraft {
  readonly kind: ClaimKind
  readonly isLeftOut: (label: string) => boolean
  readonly label: string
}

function fuzzChain(draw: KernelDraw, { kind, isLeftOut, label }: ChainDraft): readonly Use[] {
  const columns: Record<string, Column> = { ...kind.all }
  const setting = { draw, key: kind.key, columns, isLeftOut, label }
  const chain: Use[] = []
  if (draw.roll(4) > 0) {
    chain.push(fuzzUse(setting, 'price', 0))
    for (let index = draw.roll(3); index > 0; index--) chain.push(fuzzUse(setting, 'limit', index))
  }
  for (let index = 1 + draw.roll(3); index > 0; index--) {
    chain.push(fuzzUse(setting, 'settle', index))
  }
  return chain
}

function versions(draw: KernelDraw, uses: readonly string[]): readonly ParamsVersion[] {
  const params: ParamsVersion[] = [{ version: 1, from: 0n, values: {} }]
  for (let version = 2; version < 4; version++) {
    if (!draw.once(2)) continue
    const changed = uses.filter(() => draw.once(2))
    const values = Object.fromEntries(changed.map((name) => [name, { variant: BigInt(version) }]))
    params.push({ version, from: BigInt(3 * version), values })
  }
  return params
}

/** Claims of a later kind that follow from those of an earlier one: some cannot be made. */
function followUps(draw: KernelDraw, kinds: readonly FuzzKind[]): readonly FollowUp[] {
  return kinds.slice(1).flatMap(({ kind: to }, index) => {
    const from = kinds[index]?.kind
    if (from === undefined || !draw.once(2)) return []
    const outcome = draw.once(3) ? draw.pick(OUTCOMES) : 'settled'
    const seed = draw.roll(0x7fffffff)
    return [defineFollowUp(from, outcome, to, (row) => following(to, row as Row, seed))]
  })
}

function following(to: ClaimKind, row: Row, seed: number): Row | undefined {
  const name = typeof row['claim'] === 'string' ? row['claim'] : ''
  const draw = new KernelDraw(seed + 31 * name.length + (name.codePointAt(1) ?? 0))
  if (draw.once(5)) return undefined
  if (draw.once(9)) throw new Error('nothing follows')
  const size = { below: 30, edges: 60 }
  const made = Object.fromEntries(
    Object.entries(to.all).map(([column, type]) => [column, fuzzCell(draw, type, size)]),
  )
  const claim = draw.once(9) ? 'f0' : `f${name.slice(0, 20)}`
  return { ...made, claim: draw.once(12) ? 'no/id' : claim }
}

function closeOf(draw: KernelDraw): CloseUse {
  const dust = draw.pick(['first', 'last', 'largestRemainder'] as const)
  const keep = draw.once(3)
  return useClose(
    defineClose({
      name: 'share-fees',
      version: '1.0.0',
      pools: ['fees', 'dues'],
      tables: { voters },
      reasons: ['share'],
      events: ['shared'],
      close: ({ pools, tables }, move) => {
        const takers = tables.voters.map(({ voter, weight }) => ({
          to: `app/${voter}/funds`,
          weight,
        }))
        const fees = pools['fees'] ?? 0n
        const share = keep ? fees >> 1n : fees
        if (takers.some(({ weight }) => weight > 0n)) {
          move.splitAmong(share, { from: 'fees', takers, dust, reason: 'share' })
        }
        if (!keep) {
          const dues = pools['dues'] ?? 0n
          move.transfer(dues, { from: 'dues', to: 'module/treasury', reason: 'share' })
        }
        move.emit('shared', { share })
      },
    }),
  )
}

const counted: Lifecycle = defineLifecycle<{ readonly units: bigint }>()({
  name: 'counted',
  tally: {
    kind: 'app',
    bucket: 'count',
    apply: (state, { units }) => ({
      state: { units: (state?.units ?? 0n) + units },
      events: [{ event: 'counted', fields: { units } }],
    }),
  },
})
