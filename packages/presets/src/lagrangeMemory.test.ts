import { createCommandRun, initialState, type SettleResult } from '@tlmkit/core'
import { offerMessage } from '@tlmkit/tlm-memory'
import { createStakeBook } from '@tlmkit/tlm-stake'
import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToHex, hexToBytes } from '@noble/curves/utils.js'
import { describe, expect, test } from 'vitest'
import { ed25519Signatures } from './ed25519Signatures.js'
import { lagrangeMemory } from './lagrangeMemory.js'

const SECRET = new Uint8Array(32).fill(7)
const KEY = bytesToHex(ed25519.getPublicKey(SECRET))
const sign = (message: string): string => bytesToHex(ed25519.sign(hexToBytes(message), SECRET))

const OPENING = { 'caller/carol/balance': 100_000n, 'operator/ada/balance': 10n ** 9n }

/** Ada stakes and lends 10,000 bytes for 100 blocks; then the commands given. */
function lease(
  sigma: string,
  commands: readonly { readonly command: string; readonly height: number; readonly by?: string }[],
): SettleResult {
  const signatures = ed25519Signatures({ keys: { ada: KEY } })
  const network = lagrangeMemory({ signatures, params: { sigma } })
  const balances = new Map([['LA', new Map<string, bigint>(Object.entries(OPENING))]])
  const start = initialState(network, { balances })
  const run = createCommandRun(network, start, { id: 'run', height: 10n ** 6n })
  const apply = (command: object): void => {
    expect(run.apply(command)).toMatchObject({ status: 'accepted' })
  }
  const stake = { lifecycle: 'stake-operators', work: 'ada', height: 1 }
  apply({ ...stake, command: 'declare', capacity: [] })
  apply({ ...stake, command: 'stakeOwn', amount: '900000000' })
  const capacity = { lifecycle: 'memory-nodes', work: 'ada', command: 'declareCapacity', height: 1 }
  apply({ ...capacity, kib: 1000 })
  const offer = { caller: 'carol', node: 'ada', rhoCap: 7n, kib: 10n, blocks: 100n }
  const signature = sign(offerMessage({ domain: 'lagrange-memory', lease: 'l1', ...offer }))
  apply({
    ...{ lifecycle: 'leases', work: 'l1', command: 'reserve', height: 100 },
    ...{ caller: 'carol', node: 'ada', bytes: 10_000, maxBlocks: 100, isPinned: false },
    ...{ rhoCap: '7', offerKib: 10, offerBlocks: 100, signature },
  })
  for (const { command, height, by } of commands) {
    const party = by === undefined ? {} : { party: by }
    apply({ lifecycle: 'leases', work: 'l1', command, height, ...party })
  }
  return run.finish()
}

describe('a lease of 10,000 bytes for at most 100 blocks at a rho of 7', () => {
  test('used 37 blocks, sigma 1.0: fee 2,590, refund 4,410, collateral freed', () => {
    const { state } = lease('1', [{ command: 'release', height: 137, by: 'carol' }])
    const balances = state.balances.get('LA')
    expect(balances?.get('caller/carol/balance')).toBe(100_000n - 2590n)
    expect(balances?.get('module/treasury')).toBe(25n)
    expect(balances?.get('operator/ada/balance')).toBe(10n ** 9n - 900_000_000n + 2565n)
    expect(balances?.get('operator/ada/bound')).toBe(0n)
  })

  test('not released, last metered use at block 10, sigma 1.5: 700 paid, 10,500 stay bound', () => {
    const { state } = lease('1.5', [
      { command: 'use', height: 110, by: 'carol' },
      { command: 'timeOut', height: 206 },
    ])
    const balances = state.balances.get('LA')
    expect(balances?.get('caller/carol/balance')).toBe(100_000n - 700n)
    expect(balances?.get('operator/ada/bound')).toBe(10_500n)
  })
})

test('what a slash could not take is added to what the operator owes', () => {
  const { tells } = createStakeBook({ denomination: 'LA' }).indebted({} as never, 'ada', 5n)
  expect(tells.map(({ work, change }) => [work, change({ debt: 1n })])).toEqual([
    ['ada', { debt: 6n }],
  ])
  expect(tells[0]?.change(undefined)).toBeUndefined()
})

describe('ed25519Signatures', () => {
  const signature = sign('abcd')
  test.each([
    ['a known signer', 'ada', 'abcd', signature, true],
    ['a signer called by its key', KEY, 'abcd', signature, true],
    ['another message', 'ada', 'abce', signature, false],
    ['another signer', 'bob', 'abcd', signature, false],
    ['a signature cut off', 'ada', 'abcd', signature.slice(2), false],
    ['no hex', 'ada', 'abcd', 'x'.repeat(128), false],
    ['an odd message', 'ada', 'abc', signature, false],
  ])('%s', (_name, signer, message, given, isGood) => {
    expect(ed25519Signatures({ keys: { ada: KEY } }).verify(signer, message, given)).toBe(isGood)
  })
})
