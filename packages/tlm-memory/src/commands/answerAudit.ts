import { claimOf, defineCommand, opaque, reject, type CommandShape } from '@tlmkit/core'
import type { LeaseEnvironment } from '../leases/LeaseEnvironment.js'
import type { AuditState, LiveLease } from '../leases/LeaseState.js'
import { MemoryDraft } from '../leases/MemoryDraft.js'
import { auditWorks } from '../leases/works.js'
import { memoryParamsOf } from '../memoryParamsOf.js'
import { challengedPage } from '../pages/challengedPage.js'
import { isPage, pageCount } from '../pages/pageTree.js'
import { releaseClaim } from './release.js'

/**
 * Answers an audit with the page it asks for: `answerAudit(page, path)`, by anybody.
 *
 * Rule: the bond goes to the node; a lease whose caller released it meanwhile is settled. While the
 * block hash that draws the page is not known it is too early.
 * Errors, in this order: `unknown-audit`, `not-open`, `too-early`, `too-late`, `path-invalid`.
 * Source: spec/memory.md, Audit.
 */
export function answerAudit(environment: LeaseEnvironment): CommandShape<AuditState> {
  const { kinds, stake, blockHash } = environment
  return defineCommand<AuditState>()({
    columns: { page: opaque(), path: opaque() },
    codes: ['unknown-audit', 'not-open', 'too-early', 'too-late', 'path-invalid'],
    reduce(state, { page, path }, context) {
      if (state === undefined) return reject('unknown-audit')
      if (state.status !== 'open') return reject('not-open')
      const { work, height } = context
      const { lease: name, openedAt, bond } = state
      if (height < openedAt + 2n) return reject('too-early')
      if (height > openedAt + memoryParamsOf(context.params).auditWindow) return reject('too-late')
      const hash = blockHash(context, openedAt + 1n)
      if (hash === undefined) return reject('too-early')
      const draft = new MemoryDraft(context, stake)
      const lease = draft.lease(name)
      if (lease === undefined || !('audit' in lease)) return reject('not-open')
      const pages = pageCount(lease.bytes)
      const index = challengedPage(hash, { lease: name, pages })
      if (index === undefined) return reject('too-early')
      if (!isPage(lease.root, { index, bytes: lease.bytes, page, path })) {
        return reject('path-invalid')
      }
      const answer = { audit: work, lease: name, node: lease.node, bond, height }
      const claims = [claimOf(kinds['audit-answers'], answer)]
      const ended: LiveLease = { ...lease, audit: '', auditEndedAt: height }
      draft.setLease(name, ended)
      if (lease.status === 'stopped') {
        draft.close(name, ended)
        const released = { id: name, lease: ended, until: lease.stoppedAt }
        claims.push(releaseClaim(environment, context, released))
      }
      const { events } = draft
      return {
        state: { ...state, status: 'passed' },
        claims,
        tells: draft.tells(auditWorks),
        events,
      }
    },
  })
}
