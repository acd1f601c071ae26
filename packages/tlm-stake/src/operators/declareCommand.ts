import { defineCommand, id, list, reject, units } from '@tlmkit/core'
import { NEW_OPERATOR, type Capacity, type OperatorState } from './OperatorState.js'

/** Prover types that an operator may declare. */
const TYPES_MAX = 64

/**
 * An operator declares itself and how many tasks of each prover type it takes at once.
 *
 * Rule: declaring again replaces what was declared; tasks that it has go on.
 * Errors: `type-twice`.
 */
export const declareCommand = defineCommand<OperatorState>()({
  columns: { capacity: list({ type: id('type'), count: units() }, TYPES_MAX) },
  codes: ['type-twice'],
  reduce(known, { capacity }) {
    const types = new Set(capacity.map(({ type }) => type))
    if (types.size < capacity.length) return reject('type-twice')
    const state = known ?? NEW_OPERATOR
    const inUse = new Map(state.capacity.map(({ type, used }) => [type, used]))
    const declared = capacity.map(({ type, count }): Capacity => {
      return { type, max: count, used: inUse.get(type) ?? 0n }
    })
    const others = state.capacity.filter(({ type, used }) => used > 0n && !types.has(type))
    const closed = others.map((each) => ({ ...each, max: 0n }))
    return { state: { ...state, capacity: [...declared, ...closed] } }
  },
})
