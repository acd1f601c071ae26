import { createCommandRun, defineNetwork, initialState, type Network } from '@tlmkit/core'
import { createGovernance, governanceParams, type SwitchMessage } from '@tlmkit/governance'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { evmSwitchSignatures, switchOrderData } from '../index.js'

const wallets = [1, 2, 3, 4].map((digit) => {
  const key: Hex = `0x${`${digit}${digit}`.repeat(32)}`
  return privateKeyToAccount(key)
})
const [first, second, third, stranger] = wallets
const domain = { chainId: 1n }
const governance = createGovernance({
  denomination: 'LA',
  network: (): Network => network,
  switches: { 'halt-bills': [] },
  signatures: evmSwitchSignatures(domain),
})
const network: Network = defineNetwork({
  name: 'switch-test',
  denominations: { LA: { decimals: 18, symbol: 'LA' } },
  params: governanceParams,
  paramDefaults: {
    emergencySigners: [first!.address, second!.address.toLowerCase(), third!.address],
    emergencySignersMin: '2',
  },
  kinds: governance.kinds,
  lifecycles: governance.lifecycles,
})

const order = { isOn: true, nonce: 0n, expiresAt: 100n }
const message: SwitchMessage = { network: 'switch-test', switch: 'halt-bills', ...order }

async function flip(
  signers: readonly (typeof first)[],
  { on = domain, given = message }: { on?: typeof domain; given?: SwitchMessage } = {},
): Promise<string> {
  const run = createCommandRun(network, initialState(network), { id: 'run', height: 1n })
  const signatures = await Promise.all(
    signers.map(async (signer) => ({
      signature: await signer!.signTypedData(switchOrderData(on, given)),
    })),
  )
  const result = run.apply({
    ...{ lifecycle: 'switches', work: 'halt-bills', command: 'flip', height: 1, time: 100 },
    ...{ isOn: order.isOn, nonce: '0', expiresAt: '100', signatures },
  })
  return result.status === 'rejected' ? result.code : result.status
}

test('wallets flip a switch, k of n of them', async () => {
  expect(await flip([first, second])).toBe('accepted')
  expect(await flip([third, first, second, first])).toBe('accepted')
  expect(await flip([first])).toBe('signers-short')
  expect(await flip([first, first])).toBe('signature-repeated')
  expect(await flip([first, second, stranger])).toBe('signature-invalid')
  expect(await flip([first, second], { on: { chainId: 5n } })).toBe('signature-invalid')
  const other = { ...message, network: 'another' }
  expect(await flip([first, second], { given: other })).toBe('signature-invalid')
})
