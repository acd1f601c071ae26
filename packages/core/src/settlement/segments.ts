import { InputError } from '../errors/InputError.js'
import type { Route } from '../network/route.js'
import type { SettlementContext } from './SettlementContext.js'

/** Whether claims of one key may stand on two routes, or under two params versions. */
export function mayRepeatKeys(context: SettlementContext, route: Route): boolean {
  const { kind } = route.default
  const isFree = (column: string | undefined): boolean =>
    column !== undefined && !kind.key.includes(column)
  const routed = route.others.size > 0 && isFree(route.column)
  const versioned = context.versionsOf(kind.openedAt).length > 1 && isFree(kind.openedAt)
  return routed || versioned
}

/** A key that stands under another route or version than before. */
export function keyInTwoSegments(where: string, kind: string, key: string): InputError {
  return new InputError({
    code: 'key-in-two-segments',
    message: `${where} has the key ${key} of an earlier claim on another route or under another params version: keep one of them, or settle the claims in memory, which refuses both.`,
    details: { kind, key },
  })
}
