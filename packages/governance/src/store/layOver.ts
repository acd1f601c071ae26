import type { ParamSet, State } from '@tlmkit/core'

/** Lays changes of parameter values over others: by owner, then key. */
export function layOver(values: ParamSet, changes: ParamSet): ParamSet {
  const laid: Record<string, ParamSet[string]> = { ...values }
  for (const [owner, own] of Object.entries(changes)) laid[owner] = { ...laid[owner], ...own }
  return laid
}

/** Lays changes of parameter values over every version. */
export function layOverAll(versions: State['params'], changes: ParamSet): State['params'] {
  return versions.map((version) => ({ ...version, values: layOver(version.values, changes) }))
}
