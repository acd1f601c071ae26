import type { Network } from '@tlmkit/core'
import { describe, test } from 'vitest'
import { checkLaw, type LawOptions } from './checkLaws.js'
import { laws, type LawName } from './laws.js'

/**
 * Puts a network to the laws in Vitest: one test per law.
 * @example describeLaws(network, { runs: 200 })
 */
export function describeLaws(network: Network, options: LawOptions = {}): void {
  const names = options.laws ?? (Object.keys(laws) as LawName[])
  describe(`laws of network ${network.name}`, () => {
    for (const name of names) {
      test(`${name}: ${laws[name].statement}`, { timeout: 600_000 }, () => {
        checkLaw(network, name, options)
      })
    }
  })
}
