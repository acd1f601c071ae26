import { defineCommand, reject, type CommandShape } from '@tlmkit/core'
import type { LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import { MemoryDraft } from '../leases/MemoryDraft.js'
import { ORACLE, oracleWorks } from '../leases/works.js'
import type { OracleState } from '../oracle/OracleState.js'

/**
 * Steps the fee oracle to the epoch at hand: `stepRho()` on the work `oracle`, by anybody. Other
 * commands do so too; this one does nothing else, so that none of them must do all after a long
 * rest.
 *
 * Errors: `not-the-oracle`.
 * Source: spec/memory.md, Fee oracle.
 */
export function stepRho({ stake }: LeaseEnvironment): CommandShape<OracleState> {
  return defineCommand<OracleState>()({
    columns: {},
    codes: ['not-the-oracle'],
    reduce(_state, _command, context) {
      if (context.work !== ORACLE) return reject('not-the-oracle')
      const draft = new MemoryDraft(context, stake)
      return { state: draft.oracle, tells: draft.tells(oracleWorks), events: draft.events }
    },
  })
}
