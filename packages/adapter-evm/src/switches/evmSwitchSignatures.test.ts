import { secp256k1 } from '@noble/curves/secp256k1.js'
import type { SwitchMessage } from '@tlmkit/governance'
import {
  concat,
  keccak256,
  numberToHex,
  recoverTypedDataAddress,
  stringToHex,
  type Hex,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { evmSwitchSignatures, hashSwitchOrder, switchOrderData } from '../index.js'

const message: SwitchMessage = {
  ...{ network: 'dgrid', switch: 'halt-bills', isOn: true, nonce: 0n, expiresAt: 1_700_000_000n },
}
const domain = { chainId: 1n }
const key: Hex = `0x${'11'.repeat(32)}`
const account = privateKeyToAccount(key)
const signatures = evmSwitchSignatures(domain)
const sign = (given: SwitchMessage = message, on: Parameters<typeof switchOrderData>[0] = domain) =>
  account.signTypedData(switchOrderData(on, given))
const named = [account.address]

describe('signatures of wallets', () => {
  test('are of their account, however its address is written', async () => {
    const signature = await sign()
    expect(signatures.signerOf(message, signature, named)).toBe(account.address)
    const lower = account.address.toLowerCase()
    expect(signatures.signerOf(message, signature, ['s1', lower])).toBe(lower)
    expect(signatures.signerOf(message, signature.toUpperCase().replace('X', 'x'), named)).toBe(
      account.address,
    )
    expect(signatures.signerOf(message, signature, [])).toBeUndefined()
  })

  test('are recovered as viem recovers them', async () => {
    for (let nonce = 0n; nonce < 20n; nonce++) {
      const signer = privateKeyToAccount(generatePrivateKey())
      const order = { ...message, nonce, isOn: nonce % 2n === 0n }
      const signature = await signer.signTypedData(switchOrderData(domain, order))
      const recovered = await recoverTypedDataAddress({
        ...switchOrderData(domain, order),
        signature,
      })
      expect(signatures.signerOf(order, signature, [signer.address])).toBe(recovered)
    }
  })

  test.each([
    ['network', { network: 'dgrid-2' }],
    ['switch', { switch: 'halt-all' }],
    ['order', { isOn: false }],
    ['nonce', { nonce: 1n }],
    ['expiry', { expiresAt: 1_700_000_001n }],
  ])('do not hold for another %s', async (_what, other) => {
    const signature = await sign()
    expect(signatures.signerOf({ ...message, ...other }, signature, named)).toBeUndefined()
  })

  test('do not hold on another chain, or for another contract', async () => {
    const verifyingContract: Hex = `0x${'22'.repeat(20)}`
    for (const other of [{ chainId: 56n }, { chainId: 1n, verifyingContract }]) {
      const signature = await sign(message, other)
      expect(signatures.signerOf(message, signature, named)).toBeUndefined()
      const there = evmSwitchSignatures(other)
      expect(there.signerOf(message, signature, named)).toBe(account.address)
    }
  })

  test('are not good in any other form', async () => {
    const signature = await sign()
    const { r, s, recovery } = secp256k1.Signature.fromHex(
      `${signature.slice(-2) === '1b' ? '00' : '01'}${signature.slice(2, -2)}`,
      'recovered',
    )
    const high = secp256k1.Point.Fn.ORDER - s
    const word = (value: bigint) => value.toString(16).padStart(64, '0')
    const flipped = recovery === 0 ? '1c' : '1b'
    const malleated = `0x${word(r)}${word(high)}${flipped}`
    expect(
      await recoverTypedDataAddress({
        ...switchOrderData(domain, message),
        signature: malleated as Hex,
      }),
    ).toBe(account.address)
    const forms = [
      malleated,
      `0x${word(r)}${word(s)}${flipped}`,
      `0x${word(r)}${word(s)}0${recovery ?? 0}`,
      `0x${word(r)}${word(s)}`,
      `0x${word(0n)}${word(s)}1b`,
      `0x${word(r)}${word(0n)}1b`,
      `0x${'ff'.repeat(64)}1b`,
      `${signature}00`,
      signature.slice(2),
      '',
      'nonsense',
    ]
    for (const form of forms) expect(signatures.signerOf(message, form, named)).toBeUndefined()
  })
})

test('the hash is that of EIP-712, written out', () => {
  const hashOf = (text: string) => keccak256(stringToHex(text))
  const word = (value: bigint | boolean) => numberToHex(BigInt(value), { size: 32 })
  const struct = (...words: readonly Hex[]) => keccak256(concat(words))
  const separator = struct(
    hashOf('EIP712Domain(string name,string version,uint256 chainId)'),
    ...[hashOf('tlmkit switch'), hashOf('1'), word(1n)],
  )
  const order = struct(
    hashOf('SwitchOrder(string network,string switch,bool isOn,uint256 nonce,uint256 expiresAt)'),
    ...[hashOf('dgrid'), hashOf('halt-bills'), word(true), word(0n), word(1_700_000_000n)],
  )
  expect(hashSwitchOrder(domain, message)).toBe(struct('0x1901', separator, order))
})
