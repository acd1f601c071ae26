import { cpus } from 'node:os'
import { billsOf, nodeCount, runCommands, runPlain, type Measured } from './singleCommand.ts'

/** One group commit. */
const COMMANDS = 4096
const RUNS = 25

const work = billsOf(COMMANDS)
for (let warm = 0; warm < 5; warm++) {
  runCommands(work)
  runPlain(work)
}
const engine = measure(() => runCommands(work))
const plain = measure(() => runPlain(work))
assertSame(engine.last, plain.last)

const perCommand = (engine.median * 1000) / COMMANDS
const perReceipt = (engine.medianWhole * 1000) / COMMANDS
const perPlain = (plain.median * 1000) / COMMANDS
console.log(`single commands: a rule of ${nodeCount()} nodes, its lifecycle, 4 postings`)
console.log(`  machine            ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`)
console.log(
  `  reference engine   ${perCommand.toFixed(2)} us per command (median of ${RUNS} groups of ${COMMANDS})`,
)
console.log(
  `  with its receipt   ${perReceipt.toFixed(2)} us per command: journal, hashes, payout tree`,
)
console.log(`  plain bigint + Map ${perPlain.toFixed(2)} us per command (median of ${RUNS})`)
console.log(`  ratio              ${(perCommand / perPlain).toFixed(2)}x, same balances`)

interface Median {
  /** Milliseconds for the commands alone, and with the receipt of their group. */
  readonly median: number
  readonly medianWhole: number
  readonly last: Measured
}

function measure(run: () => Measured): Median {
  const results = Array.from({ length: RUNS }, run)
  const middle = (times: readonly number[]): number =>
    times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0
  const last = results.at(-1)
  if (last === undefined) throw new Error('no run')
  return {
    median: middle(results.map(({ milliseconds }) => milliseconds)),
    medianWhole: middle(results.map(({ wholeMilliseconds }) => wholeMilliseconds)),
    last,
  }
}

function assertSame(a: Measured, b: Measured): void {
  for (const [account, balance] of a.balances) {
    if (account.startsWith('supply/')) continue
    if (b.balances.get(account) !== balance) throw new Error(`${account} differs`)
  }
}
