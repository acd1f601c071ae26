import { cap } from './cap.js'
import { conservation } from './conservation.js'
import { determinism } from './determinism.js'
import { floors } from './floors.js'
import { idempotence } from './idempotence.js'
import { isolation } from './isolation.js'
import type { Law } from './LawCase.js'
import { replay } from './replay.js'
import { settledOnce } from './settledOnce.js'
import { splits } from './splits.js'

/** Names of the laws that every network keeps. */
export type LawName =
  | 'conservation'
  | 'splits'
  | 'floors'
  | 'cap'
  | 'idempotence'
  | 'settledOnce'
  | 'determinism'
  | 'replay'
  | 'isolation'

/** The laws that every network keeps, each checkable on its own. */
export const laws: Readonly<Record<LawName, Law>> = Object.freeze({
  conservation,
  splits,
  floors,
  cap,
  idempotence,
  settledOnce,
  determinism,
  replay,
  isolation,
})
