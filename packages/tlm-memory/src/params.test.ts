import type { ParamValues } from '@tlmkit/core'
import { describe, expect, test } from 'vitest'
import { memoryParams, memoryParamsOf } from './index.js'

describe('params', () => {
  test.each([
    // key, what is given
    ['sigma', { sigma: '0.49' }],
    ['sigma', { sigma: '1.51' }],
    ['target', { target: '0.04' }],
    ['target', { target: '0.96' }],
    ['protocolCut', { protocolCut: '0.009' }],
    ['protocolCut', { protocolCut: '0.51' }],
    ['maxLeaseBlocks', { maxLeaseBlocks: 0n }],
    ['maxLeaseBlocks', { maxLeaseBlocks: 1_000_001n }],
    ['rhoMax', { rhoMax: 2n ** 96n + 1n }],
    ['rhoMin', { rhoMin: 9n, rhoMax: 8n }],
    ['rhoGenesis', { rhoGenesis: 8n, rhoMax: 7n }],
    ['rhoGenesis', { rhoGenesis: 8n, rhoMin: 9n }],
    ['switchSigners', { switchSigners: ['s1', 's2'] }],
    ['evictionOrder', { evictionOrder: 'fifo' }],
  ] as const)('%s: %o is refused', (key, given) => {
    const { success, error } = memoryParams.safeParse(given)
    expect(success).toBe(false)
    expect(error?.issues.map(({ path }) => path[0])).toEqual([key])
  })

  test.each([
    [{}],
    [{ sigma: '0.5', target: '0.05', protocolCut: '0.5', maxLeaseBlocks: 1_000_000n }],
    [{ rhoMin: 7n, rhoMax: 7n }],
    [{ switchSigners: ['s1', 's2', 's3'] }],
  ])('%o is taken', (given) => {
    expect(memoryParams.safeParse(given).success).toBe(true)
  })

  test('a network without them is told which one is missing', () => {
    expect(() => memoryParamsOf({} satisfies ParamValues)).toThrow(
      expect.objectContaining({ code: 'network-param-missing' }),
    )
  })
})
