export {
  arbitraryAmount,
  arbitraryCell,
  arbitraryRow,
  BOUNDARY_AMOUNTS,
  idsOf,
  type CellOptions,
} from './arbitraries/arbitraryCell.js'
export {
  arbitraryClaims,
  arbitraryTable,
  type ClaimOptions,
} from './arbitraries/arbitraryClaims.js'
export { arbitraryState, type StateOptions } from './arbitraries/arbitraryState.js'
export { fuzzRuns, fuzzSeed } from './fuzz/fuzzRuns.js'
export { LawBroken, type Law, type LawCase, type LawRun } from './laws/LawCase.js'
export {
  arbitraryCase,
  checkLaw,
  checkLaws,
  type LawOptions,
  type LawReport,
} from './laws/checkLaws.js'
export { describeLaws } from './laws/describeLaws.js'
export { describeTlmLaws, type TlmLawOptions } from './laws/describeTlmLaws.js'
export { laws, type LawName } from './laws/laws.js'
export { networkOfTlm, type TlmNetworkOptions } from './laws/networkOfTlm.js'
export type { Chain, PlainClaim } from './plain/Chain.js'
export { Dice } from './plain/Dice.js'
export { networkOfChain } from './plain/networkOfChain.js'
export { plainSettle, type PlainOutcome, type PlainResult } from './plain/plainSettle.js'
export { randomBalances, randomChain, randomClaims } from './plain/randomChain.js'
export { tableUnder } from './readme/tableUnder.js'
export { runScenario, type Scenario, type ScenarioRow } from './scenarios/runScenario.js'
export { Expectation } from './vectors/Expectation.js'
export {
  runVectors,
  VectorsFailed,
  type Vector,
  type VectorOptions,
  type VectorReport,
  type VectorRunner,
} from './vectors/runVectors.js'
