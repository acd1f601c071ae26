import { cpus } from 'node:os'
import { billsOf, nodeCount, runCommands, runPlain, type Measured } from './singleCommand.ts'

const COMMANDS = 20_000
const RUNS = 5

const work = billsOf(COMMANDS)
runCommands(billsOf(2000))
runPlain(billsOf(2000))
const engine = measure(() => runCommands(work))
const plain = measure(() => runPlain(work))
assertSame(engine.last, plain.last)

const perCommand = (engine.median * 1000) / COMMANDS
const perPlain = (plain.median * 1000) / COMMANDS
console.log(`single commands: a rule of ${nodeCount()} nodes, its lifecycle, 4 postings`)
console.log(`  machine            ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`)
console.log(`  reference engine   ${perCommand.toFixed(2)} us per command (median of ${RUNS})`)
console.log(`  plain bigint + Map ${perPlain.toFixed(2)} us per command (median of ${RUNS})`)
console.log(`  ratio              ${(perCommand / perPlain).toFixed(2)}x, same balances`)

interface Median {
  readonly median: number
  readonly last: Measured
}

function measure(run: () => Measured): Median {
  const results = Array.from({ length: RUNS }, run)
  const sorted = results.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  const last = results.at(-1)
  if (last === undefined) throw new Error('no run')
  return { median: sorted[Math.floor(RUNS / 2)] ?? 0, last }
}

function assertSame(a: Measured, b: Measured): void {
  for (const [account, balance] of a.balances) {
    if (account.startsWith('supply/')) continue
    if (b.balances.get(account) !== balance) throw new Error(`${account} differs`)
  }
}
