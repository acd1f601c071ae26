import type { Columns, StandardSchema, Tlm } from '@tlmkit/core'
import { describe } from 'vitest'
import type { LawOptions } from './checkLaws.js'
import { describeLaws } from './describeLaws.js'
import { networkOfTlm, type TlmNetworkOptions } from './networkOfTlm.js'
import type { ClaimOptions } from '../arbitraries/arbitraryClaims.js'

/** How a TLM is put to the laws. */
export interface TlmLawOptions extends TlmNetworkOptions, Omit<LawOptions, 'cells' | 'claims'> {
  /** Arbitraries of columns that chance draws badly: a valid proof, a stake that suffices. */
  readonly cells?: ClaimOptions['cells']
}

/**
 * Puts a single TLM to the laws in Vitest, in a network of its own with tight balances.
 * @example describeTlmLaws(revenueShare, { params: { burned: '0.3' } })
 */
export function describeTlmLaws<R extends Columns, W extends Columns, P extends StandardSchema>(
  tlm: Tlm<string, R, W, P>,
  options: TlmLawOptions = {},
): void {
  const { cells, ...rest } = options
  const network = networkOfTlm(tlm, options)
  describe(`TLM ${tlm.name}`, () => {
    describeLaws(network, { ...rest, ...(cells === undefined ? {} : { cells: { claims: cells } }) })
  })
}
