import { compareBytes } from '../bytes/compareBytes.js'
import type { Lifecycle, TalliedResult } from '../lifecycle/defineLifecycle.js'
import type { State, Work } from '../state/State.js'
import { lifecycleEntry } from './lifecycleEntry.js'
import type { Settlement } from './Settlement.js'

/** Gives each lifecycle what claims counted for its work, in order of work id; the states after. */
export function applyTallies(
  settlement: Settlement,
  before: State['lifecycles'],
): State['lifecycles'] {
  const { network } = settlement.context
  const version = settlement.context.versionFor(undefined)
  const lifecycles = new Map(before)
  for (const lifecycle of network.lifecycles.values()) {
    const tallied = talliesOf(settlement, lifecycle)
    if (tallied.length === 0) continue
    const works = new Map<string, Work>(lifecycles.get(lifecycle.name))
    for (const [work, units] of tallied) {
      const result = applyOne(settlement, lifecycle, { known: works.get(work), units, version })
      if (result === undefined) continue
      const opened = works.get(work)?.paramsVersion ?? version
      works.set(work, { paramsVersion: opened, state: result.state })
      const { events = [] } = result
      if (events.length > 0) settlement.record(lifecycleEntry(lifecycle.name, work, events))
    }
    lifecycles.set(lifecycle.name, works)
  }
  return lifecycles
}

function talliesOf(
  settlement: Settlement,
  { tally }: Lifecycle,
): readonly (readonly [work: string, units: bigint])[] {
  if (tally === undefined) return []
  const found: (readonly [string, bigint])[] = []
  for (const [account, units] of settlement.context.effects.tallyTotals) {
    const [kind, work, bucket] = account.split('/')
    if (kind === tally.kind && bucket === tally.bucket && work !== undefined) {
      found.push([work, units])
    }
  }
  return found.sort(([a], [b]) => compareBytes(a, b))
}

interface TallyOptions {
  readonly known: Work | undefined
  readonly units: bigint
  readonly version: number
}

function applyOne(
  settlement: Settlement,
  { tally }: Lifecycle,
  { known, units, version }: TallyOptions,
): TalliedResult<Work['state']> | undefined {
  const { context } = settlement
  const { params } = context.compiled(version)
  return tally?.apply(known?.state, { units, height: context.height, params })
}
