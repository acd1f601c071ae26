import { z } from 'zod'
import type { ParamMeta } from './ParamMeta.js'

/** One parameter of a params object, as documentation lists it. */
export interface ParamRow extends ParamMeta {
  readonly key: string
}

/**
 * Lists the parameters of a params object, in the order written.
 *
 * Rule: members that are not made by a parameter kind are left out.
 * @example
 * listParams(z.object({ fee: ratioParam('0.1', { effect: 'Share taken.' }) }))
 * // [{ key: 'fee', kind: 'ratio', unit: 'ratio', default: '0.1', min: '0', effect: ... }]
 */
export function listParams(params: z.ZodObject): readonly ParamRow[] {
  return Object.entries(params.shape).flatMap(([key, schema]) => {
    const meta = z.globalRegistry.get(schema)
    return isParamMeta(meta) ? [{ key, ...meta }] : []
  })
}

function isParamMeta(meta: object | undefined): meta is ParamMeta {
  return (
    meta !== undefined && 'kind' in meta && 'unit' in meta && 'default' in meta && 'effect' in meta
  )
}
