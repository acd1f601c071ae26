import {
  account,
  amount,
  defineClaimKind,
  flag,
  id,
  list,
  oneOf,
  opaque,
  ratio,
  units,
} from '@tlmkit/core'
import { KEPT_BLOCKS } from '../difficulty/difficultyLifecycle.js'
import { applications } from '../tables/applications.js'
import { services } from '../tables/services.js'
import { suppliers } from '../tables/suppliers.js'
import { collectRelays, RELAY_CODES } from './collectRelays.js'

/**
 * Relay claims: a supplier asks to be paid for the relays it served to an application in a session.
 *
 * Rule: whether a proof is needed is decided when the claim opens and comes with it. Everything
 * else a rule needs is looked up before any claim settles.
 * Units: `sessionStart`, `sessionEnd` and the unstaking heights are block heights; `rootHash` is
 * 48 bytes: digest, compute units, relays.
 * Errors: the codes of `RELAY_CODES`, in that precedence; `not-ripe` defers.
 * Source: spec/pocket.md sections 0, 1.1 and 1.3.
 */
export const relays = defineClaimKind('relays', {
  key: ['application', 'session', 'supplier'],
  columns: {
    application: id('application'),
    session: id('session'),
    supplier: id('supplier'),
    service: id('service'),
    sessionStart: units(),
    sessionEnd: units(),
    rootHash: opaque(),
    proofRequirement: oneOf('not-required', 'threshold', 'probabilistic'),
    proofStatus: oneOf('pending', 'validated', 'invalid'),
  },
  facts: {
    computeUnits: units(),
    relays: units(),
    /** Relays that one mined relay stands for. */
    multiplier: ratio(),
    /** Base units per compute unit. */
    tokensPerComputeUnit: ratio(),
    /** Of the application, before the settlement. */
    stake: amount('upokt'),
    pendingSessions: units(),
    /** Per session; 0 is none. */
    spendLimit: amount('upokt'),
    /** Why the claim expires, or that it does not. */
    expiration: oneOf('none', 'proof-missing', 'proof-invalid'),
    shareholders: list({ to: account(), percent: units() }),
    owner: account(),
    hasOwner: flag(),
    sourceOwner: account(),
    /** End of the session in which the settlement is: when an actor that must leave unstakes. */
    unstakeSessionEndHeight: units(),
    /** When the stake of an application that must leave is free. */
    unbondingEndHeight: units(),
  },
  codes: RELAY_CODES,
  tables: [applications, suppliers, services],
  openedAt: 'sessionStart',
  watermark: { column: 'sessionEnd', keep: KEPT_BLOCKS },
  collect: collectRelays,
})
