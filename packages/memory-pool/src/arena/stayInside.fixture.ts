import type { PoolSeat } from '../pool/seats.js'
import { Arena } from './Arena.js'
import { HEADER } from './ArenaLayout.js'

/** Free pages, as a thread leaves them that never ends its section. */
export const LEFT_BEHIND = 12_345

/** Goes into a section, changes two words, and stays until it is stopped. */
export function stayInside({ buffer, seat }: PoolSeat): void {
  const { section, words } = new Arena(buffer, seat)
  section.run(() => {
    section.set(HEADER.WARM_PAGES, 3)
    section.set(HEADER.FREE_PAGES, LEFT_BEHIND)
    while (Atomics.load(words, HEADER.FREE_PAGES) === LEFT_BEHIND);
  })
}
