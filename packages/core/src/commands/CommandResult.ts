import type { JournalEntry } from '../journal/JournalEntry.js'

/** How one command ended. A rejected command changed nothing. */
export type CommandResult =
  | {
      readonly status: 'accepted'
      /** Journal entries of its claims, in order. */
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
