import { UsageError } from '../errors/UsageError.js'
import type { Pipeline } from '../pipeline/definePipeline.js'

/** Which pipeline a claim of a kind takes, by the value of one presented column. */
export interface Route<Kind extends string = string> {
  readonly kindName: Kind
  readonly column: string
  readonly default: Pipeline<Kind>
  readonly others: ReadonlyMap<string, Pipeline<Kind>>
}

/**
 * Routes claims of one kind by an id or oneOf column.
 *
 * Errors: `route-invalid`.
 * @example route('service', { default: standard, cheap: cheapPipeline })
 */
export function route<Kind extends string>(
  column: string,
  pipelines: { readonly default: Pipeline<Kind> } & Readonly<Record<string, Pipeline<Kind>>>,
): Route<Kind> {
  const { default: standard, ...others } = pipelines
  const type = standard.kind.columns[column]?.type
  if (type !== 'id' && type !== 'oneOf') {
    throw invalid(
      `claim kind "${standard.kindName}" has no id or oneOf column "${column}" to route by`,
    )
  }
  for (const [value, pipeline] of Object.entries(others)) {
    if (pipeline.kindName !== standard.kindName) {
      throw invalid(
        `route "${value}" is for claim kind "${pipeline.kindName}", not "${standard.kindName}"`,
      )
    }
  }
  return Object.freeze({
    kindName: standard.kindName,
    column,
    default: standard,
    others: new Map(Object.entries(others)),
  })
}

function invalid(why: string): UsageError {
  return new UsageError({ code: 'route-invalid', message: `${why}.` })
}
