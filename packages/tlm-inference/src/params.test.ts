import { listParams } from '@tlmkit/params'
import { describe, expect, test } from 'vitest'
import { billParams } from './index.js'

function messagesOf(input: unknown): readonly string[] {
  const parsed = billParams.safeParse(input)
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)
}

test('defaults are those of the specification', () => {
  const { basePrice, latencyFactorMax, nodeBindRatio, latencyMode, ...rest } = billParams.parse({})
  expect(basePrice).toBe(5n * 10n ** 16n)
  expect(latencyFactorMax).toEqual({ num: 3n, den: 10n })
  expect(nodeBindRatio).toEqual({ num: 1n, den: 1n })
  expect(latencyMode).toBe('penalty')
  expect(rest).toMatchObject({
    networkFee: { num: 1n, den: 50n },
    governanceShare: { num: 1n, den: 20n },
    adaptorShare: { num: 1n, den: 10n },
    treasuryShare: { num: 1n, den: 20n },
    ...{ dispatchWindow: 600n, settleWindow: 7200n, verdictWindow: 600n, challengeWindow: 600n },
    ...{ missesToJail: 3n, missWindow: 7200n, missJailPeriod: 7200n },
  })
})

describe('refused together, in a sentence that names the key', () => {
  const shares = { governanceShare: '0.5', adaptorShare: '0.3', treasuryShare: '0.15' }
  const ratio = { nodeBindRatio: '10' }
  const bind = /^it must be at least the four shares and latencyFactorMax together/
  test.each([
    [{ networkFee: '0.05', ...shares, ...ratio }, /^networkFee \+ .* must be below 1/],
    [{ networkFee: '0.0499999999999999999999', ...shares, ...ratio }, undefined],
    [{ nodeBindRatio: '0.52' }, undefined],
    [{ nodeBindRatio: '0.5199999999999999999999' }, bind],
    [{ nodeBindRatio: '0.52', latencyFactorMax: '0.3000000000000000000001' }, bind],
    [{ adaptorShare: '0', nodeBindRatio: '0.42' }, undefined],
    [{ adaptorShare: '0', nodeBindRatio: '0.41' }, bind],
  ])('%j', (input, message) => {
    const messages = messagesOf(input)
    expect(messages).toHaveLength(message === undefined ? 0 : 1)
    if (message !== undefined) expect(messages[0]).toMatch(message)
  })

  test('shares of many digits are summed exactly', () => {
    const digits = `0.2${'0'.repeat(78)}1`
    const shares = { networkFee: digits, governanceShare: digits, adaptorShare: digits }
    expect(messagesOf({ ...shares, treasuryShare: '0.3', ...ratio })).toEqual([])
    expect(messagesOf({ ...shares, treasuryShare: '0.4', ...ratio })).toHaveLength(1)
  })
})

describe('single bounds', () => {
  test.each([
    [{ basePrice: 0 }, 'basePrice: 0 is out of bounds'],
    [{ latencyFactorMax: '1.01', nodeBindRatio: '10' }, 'latencyFactorMax: 1.01 is out of bounds'],
    [{ models: { m: 0 } }, 'models.m: 0 is out of bounds: give ms, at least 1'],
    [{ latencyMode: 'lenient' }, 'give one of penalty, literal'],
    [{ routers: ['r', 'r'] }, 'routers: "r" twice is out of bounds'],
    [{ cuMaxPerRequest: 0 }, 'cuMaxPerRequest: 0 is out of bounds'],
    [{ verdictWindow: 0 }, 'verdictWindow: 0 is out of bounds'],
    [{ missesToJail: 101 }, 'missesToJail: 101 is out of bounds'],
  ])('%j', (input, message) => {
    expect(messagesOf(input)[0]).toContain(message)
  })
})

test('every parameter is documented', () => {
  expect(listParams(billParams)).toHaveLength(Object.keys(billParams.shape).length)
})
