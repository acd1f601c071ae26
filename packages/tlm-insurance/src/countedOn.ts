import { accountOf } from '@tlmkit/core'

const KIND = 'insurance'
const FLOWS = ['in', 'out'] as const

/** Into the pool, or out of it. */
type Flow = (typeof FLOWS)[number]

/** The account whose tally counts what a cause brought into the pool, or took out of it. */
export function countedOn(cause: string, flow: Flow): string {
  return accountOf(KIND, cause, flow)
}

/** What a tally counts, or undefined where it is not one of the pool's. */
export function countedBy(
  account: string,
): { readonly cause: string; readonly flow: Flow } | undefined {
  const [kind, cause, bucket] = account.split('/')
  const flow = FLOWS.find((each) => each === bucket)
  return kind !== KIND || cause === undefined || flow === undefined ? undefined : { cause, flow }
}
