import type { Row } from '../claims/columns.js'
import type { OutcomeStatus } from '../journal/JournalEntry.js'
import type { Value } from './Poison.js'

/** Where an ended claim ended. */
export interface Ended {
  readonly status: OutcomeStatus
  readonly tlm: string
  readonly code: string
  readonly at: string
}

/** One claim in the machine: its row, its slots, and how it ended. */
export class Frame {
  readonly row: Row
  readonly slots: Value[]
  /** Item of the list loop that runs. */
  item: Row | undefined
  ended: Ended | undefined

  constructor(row: Row, slots: Value[]) {
    this.row = row
    this.slots = slots
    this.item = undefined
    this.ended = undefined
  }
}
