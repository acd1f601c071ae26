import { defineCommand, defineLifecycle, id, reject, units, type Lifecycle } from '@tlmkit/core'
import { governanceParamsOf } from '../governanceParamsOf.js'
import type { PauseState } from './pauseWorks.js'

/**
 * The lifecycle `pauses`, whose works are called like the lifecycles that may be paused:
 * `pause(guardian, seconds)` and `unpause(guardian)`.
 *
 * Rule: new work stops, nothing else, for `pauseSecondsMax` at most; not again within
 * `pauseRestSeconds` from the end of the last pause, be it lifted early.
 * Units: seconds.
 * Errors, in this order: `unknown-lifecycle`, `not-the-guardian`, `pause-empty`, `pause-too-long`,
 * `pause-too-soon`; `unknown-lifecycle`, `not-the-guardian`, `not-paused`.
 * Source: spec/governance.md, Pause guardian.
 */
export function pausesLifecycle(pausable: ReadonlySet<string>): Lifecycle<'pauses', PauseState> {
  return defineLifecycle<PauseState>()({
    name: 'pauses',
    commands: {
      pause: defineCommand<PauseState>()({
        columns: { guardian: id('guardian'), seconds: units() },
        codes: [
          ...(['unknown-lifecycle', 'not-the-guardian'] as const),
          ...(['pause-empty', 'pause-too-long', 'pause-too-soon'] as const),
        ],
        timed: true,
        reduce(state, { guardian, seconds }, { work, time, paramsNow }) {
          const params = governanceParamsOf(paramsNow)
          if (!pausable.has(work)) return reject('unknown-lifecycle')
          if (!params.pauseGuardians.includes(guardian)) return reject('not-the-guardian')
          if (seconds === 0n) return reject('pause-empty')
          if (seconds > params.pauseSecondsMax) return reject('pause-too-long')
          if (state !== undefined && time < state.until + params.pauseRestSeconds) {
            return reject('pause-too-soon')
          }
          const until = time + seconds
          const events = [{ event: 'paused', fields: { guardian, until } }]
          return { state: { from: time, until }, events }
        },
      }),
      unpause: defineCommand<PauseState>()({
        columns: { guardian: id('guardian') },
        codes: ['unknown-lifecycle', 'not-the-guardian', 'not-paused'],
        timed: true,
        reduce(state, { guardian }, { work, time, paramsNow }) {
          if (!pausable.has(work)) return reject('unknown-lifecycle')
          const { pauseGuardians } = governanceParamsOf(paramsNow)
          if (!pauseGuardians.includes(guardian)) return reject('not-the-guardian')
          if (state === undefined || time >= state.until) return reject('not-paused')
          const events = [{ event: 'unpaused', fields: { guardian } }]
          return { state: { ...state, until: time }, events }
        },
      }),
    },
  })
}
