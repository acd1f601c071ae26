import { resultHash } from './index.js'
import {
  benchWithOperator,
  OFFER,
  type StakeBench,
  type StakeOptions,
} from './stakeNetwork.fixture.js'

/** A step of a ladder: what is mended before the command is sent, and the code it gets. */
export type Rung = readonly [code: string, mend?: (bench: StakeBench) => void]

/** Sends the same command again and again, with one fault fewer each time. */
export function climb(bench: StakeBench, send: () => string, rungs: readonly Rung[]): void {
  for (const [code, mend] of rungs) {
    mend?.(bench)
    const got = send()
    if (got !== code) throw new Error(`Got ${got} where ${code} should come.`)
  }
}

export const offered = (options: StakeOptions & { readonly own?: bigint } = {}): StakeBench => {
  const bench = benchWithOperator(options)
  bench.task('t', 'offer', OFFER)
  return bench
}
export const accepted = (options: StakeOptions & { readonly own?: bigint } = {}): StakeBench => {
  const bench = offered(options)
  bench.task('t', 'accept', { operator: 'op' })
  return bench
}
export const submitted = (options: StakeOptions = {}): StakeBench => {
  const bench = accepted(options)
  bench.task('t', 'submit', { operator: 'op', hash: resultHash('0102') })
  return bench
}
/** An operator whose miss cost three times the bind: 300, of which it had 150. */
export const indebted = (): StakeBench => {
  const bench = accepted({ params: { missRate: '3' }, own: 150n })
  bench.height = 51n
  bench.task('t', 'miss')
  return bench
}
export const at =
  (height: bigint) =>
  (bench: StakeBench): void => {
    bench.height = height
  }
