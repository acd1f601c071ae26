import { isTlmkitError } from '@tlmkit/core'
import { hold, type Law, type LawRun } from './LawCase.js'

/** The same settlement twice posts once; its name never settles anything else. */
export const idempotence: Law = {
  name: 'idempotence',
  statement: 'the same id and input give the same receipt and post nothing again',
  check(run) {
    const { network, input, result, settle } = run
    const again = settle(network, result.state, input)
    hold(again.repeated && again.blocks.length === 0, () => 'a repeated settlement posted again')
    hold(
      again.receiptHash === result.receiptHash,
      () => 'a repeated settlement got another receipt',
    )
    hold(again.state === result.state, () => 'a repeated settlement changed the state')
    const code = refusalOf(run)
    hold(code === 'settlement-id-reused', () => `the id took another input: ${code}`)
    return 2
  },
}

function refusalOf({ network, input, result, settle }: LawRun): string {
  try {
    settle(network, result.state, { ...input, height: input.height + 1n })
    return 'it settled'
  } catch (error) {
    return isTlmkitError(error) ? error.code : String(error)
  }
}
