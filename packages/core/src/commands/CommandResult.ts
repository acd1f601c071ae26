import type { Row } from '../claims/columns.js'
import type { JournalEntry } from '../journal/JournalEntry.js'

/** One claim of a command: what its rules saw, and how it settled. */
export interface CommandClaim {
  readonly entry: JournalEntry
  readonly row: Row
}

/** How one command ended. A rejected command changed nothing. */
export type CommandResult =
  | {
      readonly status: 'accepted'
      /** Its claims, in order. */
      readonly claims: readonly CommandClaim[]
      /** Journal entries: those of its claims in order, then that of its events, if any. */
      readonly entries: readonly JournalEntry[]
    }
  | {
      /** Its settlement was made before: nothing was carried out again. */
      readonly status: 'repeated'
    }
  | {
      readonly status: 'rejected'
      readonly code: string
      /** Who rejected it: the lifecycle, a TLM, or `intake`. */
      readonly by: string
      /** What would be right, where there is more to say than the code. */
      readonly message: string
    }
