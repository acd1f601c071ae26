import type { Hash } from '../hashes/Hash.js'
import type { HistoryEntry } from '../history/latestAt.js'

/** How hard the relays of a service are to mine. */
export interface Difficulty {
  readonly targetHash: Hash
  /** Moving average of the mined relays per settlement, in relays. */
  readonly relaysEma: bigint
}

/** A difficulty that holds from a height on. */
export interface DifficultyEntry extends Difficulty, HistoryEntry {}
