/**
 * The shape of settlements on Pocket's main network: how many, how large, how shared.
 *
 * Source: spec/pocket.md section 10 (session counts and difficulty at 484473, submitted claims at
 * 135297 and 161155, revenue shares of 14 blocks, validators at 705573, stakes at 484473).
 */

/** Claims per session of one settlement: 1,684 claims in 51 sessions. */
export const CLAIMS_PER_SESSION: readonly number[] = [
  50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 49, 48, 46, 42, 40, 39, 36, 36, 36, 34, 34, 34,
  34, 34, 33, 33, 33, 32, 32, 30, 30, 29, 29, 28, 28, 26, 26, 23, 21, 21, 17, 17, 14, 12, 10, 8, 5,
  3, 2,
]

/** Mined relays of 57 claims. */
export const RELAYS_PER_CLAIM: readonly number[] = [
  9, 11, 12, 13, 13, 14, 14, 16, 16, 16, 16, 17, 17, 17, 18, 19, 20, 20, 23, 24, 25, 26, 27, 28, 31,
  39, 45, 46, 49, 51, 51, 51, 63, 73, 74, 75, 92, 94, 97, 136, 180, 190, 369, 529, 648, 1054, 1144,
  1291, 1395, 1611, 1629, 1734, 2005, 2037, 2053, 7542, 10934,
]

/** Services: compute units per relay, and the moving average of relays that sets the difficulty. */
export const SERVICES: readonly (readonly [
  name: string,
  computeUnits: number,
  relaysEma: string,
])[] = [
  ['arb-one', 1118, '477638'],
  ['avax', 2733, '325007'],
  ['base', 1232, '222466'],
  ['boba', 1579, '13866'],
  ['bsc', 886, '307630'],
  ['celo', 886, '16830'],
  ['eth', 1579, '425170'],
  ['fantom', 2501, '36167'],
  ['fuse', 886, '20269'],
  ['gnosis', 1118, '94768'],
  ['ink', 1118, '11311'],
  ['kaia', 5033, '33236'],
  ['kava', 3653, '4069'],
  ['linea', 1118, '41697'],
  ['oasys', 1347, '5431'],
  ['op', 1808, '310542'],
  ['opbnb', 6188, '24774'],
  ['osmosis', 6188, '3948'],
  ['pocket', 1000, '18421'],
  ['poly', 1579, '280752'],
  ['sei', 1808, '18681'],
  ['sonic', 1000, '32234'],
  ['sui', 2733, '6095'],
  ['tron', 1347, '42777'],
]

/** Revenue shares in the order configured, and how many service configurations used each. */
export const REVENUE_SHARES: readonly (readonly [percents: readonly number[], used: number])[] = [
  [[100], 5256],
  [[50, 50], 1905],
  [[1, 64, 35], 1332],
  [[1, 40, 59], 892],
  [[1, 49, 50], 545],
  [[35, 1, 64], 235],
  [[64, 35, 1], 233],
  [[40, 59, 1], 183],
  [[59, 1, 40], 157],
  [[5, 32, 63], 124],
  [[95, 5], 112],
  [[32, 63, 5], 102],
  [[50, 1, 49], 99],
  [[49, 50, 1], 92],
]

/** Application stakes in POKT, rounded down. */
export const APPLICATION_STAKES: readonly number[] = [
  5172, 5553, 6455, 6668, 7058, 8073, 8507, 9040, 9475, 9667, 9937, 10245, 10493, 10891, 11319,
  11435, 11678, 12059, 12289, 12741, 15701, 16110, 18639, 20235, 24387, 27691, 39395,
]

/** Operators on the network, and how many claims one settles at most. */
export const SUPPLIERS = 1207
