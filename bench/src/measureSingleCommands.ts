import { medianOf } from './harness/medians.ts'
import { billsOf, nodeCount, runCommands, runPlain, type Measured } from './singleCommand.ts'

/** One group commit. */
const COMMANDS = 4096
const RUNS = 25
const WARM_UPS = 5

/** Microseconds per command, medians of the groups. */
export interface SingleCommands {
  readonly commands: number
  readonly runs: number
  readonly nodes: number
  readonly engine: number
  /** With what comes once per group: journal, hashes, payout tree. */
  readonly withReceipt: number
  readonly plain: number
}

/** Carries out commands one by one, by core and by plain code; both must end the same. */
export function measureSingleCommands(): SingleCommands {
  const work = billsOf(COMMANDS)
  for (let warm = 0; warm < WARM_UPS; warm++) {
    runCommands(work)
    runPlain(work)
  }
  const engine = Array.from({ length: RUNS }, () => runCommands(work))
  const plain = Array.from({ length: RUNS }, () => runPlain(work))
  assertSame(engine.at(-1), plain.at(-1))
  const perCommand = (times: readonly number[]): number => (medianOf(times) * 1000) / COMMANDS
  return {
    commands: COMMANDS,
    runs: RUNS,
    nodes: nodeCount(),
    engine: perCommand(engine.map(({ milliseconds }) => milliseconds)),
    withReceipt: perCommand(engine.map(({ wholeMilliseconds }) => wholeMilliseconds)),
    plain: perCommand(plain.map(({ milliseconds }) => milliseconds)),
  }
}

function assertSame(a: Measured | undefined, b: Measured | undefined): void {
  for (const [account, balance] of a?.balances ?? []) {
    if (account.startsWith('supply/')) continue
    if (b?.balances.get(account) !== balance) throw new Error(`${account} differs`)
  }
}
