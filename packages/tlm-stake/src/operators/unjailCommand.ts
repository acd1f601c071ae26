import { defineCommand, reject } from '@tlmkit/core'
import { presentOperator } from '../pool/presentOperator.js'
import type { OperatorState } from './OperatorState.js'

/** An operator leaves jail. Errors: `unknown-operator`, `not-jailed`, `too-early`. */
export const unjailCommand = defineCommand<OperatorState>()({
  columns: {},
  codes: ['unknown-operator', 'not-jailed', 'too-early'],
  reduce(_state, _command, context) {
    const present = presentOperator(context, context.work)
    if (present === undefined) return reject('unknown-operator')
    const { state, claims, tells } = present
    if (state.jailedUntil === null) return reject('not-jailed')
    if (context.height < state.jailedUntil) return reject('too-early')
    return { state: { ...state, jailedUntil: null }, claims, tells }
  },
})
