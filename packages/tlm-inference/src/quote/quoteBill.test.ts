import { isTlmkitError } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { networkOptionsOf, PLAIN_PARAMS } from '../billLockstep.fixture.js'
import { quoteBill, type QuoteOptions } from '../index.js'
import { plainParts, type PlainParams } from '../plainBills.fixture.js'

const MILLI = 10n ** 15n

/** A quote in thousandths of a token. */
function quoted(options: QuoteOptions): Readonly<Record<string, bigint>> {
  return Object.fromEntries(
    Object.entries(quoteBill(options)).map(([name, amount]) => {
      expect(amount % MILLI).toBe(0n)
      return [name, amount / MILLI]
    }),
  )
}

const IN_TIME = {
  ...{ escrow: 6500n, bind: 5000n, gross: 5000n, networkFee: 100n, governancePart: 250n },
  ...{ adaptorPart: 500n, treasuryPart: 250n, surcharge: 0n, cut: 0n, nodePart: 3900n },
  ...{ paid: 5000n, refund: 1500n },
}

describe('a quote of 100 CU', () => {
  test('in time', () => {
    expect(quoted({ cuMax: 100n })).toEqual(IN_TIME)
  })

  test('f = 0.15, penalty', () => {
    const late = { nodePart: 3315n, cut: 585n, paid: 4415n, refund: 2085n }
    expect(quoted({ cuMax: 100n, responseMs: 1500n })).toEqual({ ...IN_TIME, ...late })
  })

  test('f = 0.15, literal, of parsed params among others', () => {
    const params = { latencyMode: 'literal', latencyFactorMax: { num: 3n, den: 10n } } as const
    const late = { surcharge: 750n, paid: 5750n, refund: 750n }
    const others = { ...params, weeklyEmission: 5n }
    expect(quoted({ params: others, cuMax: 100n, responseMs: 3n, targetMs: 2n })).toEqual({
      ...IN_TIME,
      ...late,
    })
  })

  test('without an adaptor, opened for more', () => {
    const alone = { adaptorPart: 0n, nodePart: 4400n }
    const more = { escrow: 13_000n, bind: 10_000n, refund: 8000n }
    expect(quoted({ cuMax: 200n, cu: 100n, isRouted: false })).toEqual({
      ...IN_TIME,
      ...alone,
      ...more,
    })
  })
})

test('a quote that no bill could be is refused', () => {
  for (const options of [
    { cuMax: 1n, cu: 2n },
    { cuMax: 100n, cu: 101n },
    { cuMax: 0n },
    { cuMax: 1_000_001n },
    { cuMax: 1n, targetMs: 0n },
    { cuMax: 2n ** 127n },
  ]) {
    let code = ''
    try {
      quoteBill(options)
    } catch (error) {
      code = isTlmkitError(error) ? error.code : String(error)
    }
    expect(code).toBe('quote-invalid')
  }
})

test('quotes are what the plain model says', () => {
  const seed = fuzzSeed()
  const dice = new Dice(seed)
  for (let index = 0; index < fuzzRuns(60); index += 1) {
    const mode = dice.pick(['penalty', 'literal'] as const)
    const params: PlainParams = { ...PLAIN_PARAMS, mode, basePrice: BigInt(1 + dice.roll(2 ** 31)) }
    const cuMax = BigInt(1 + dice.roll(1_000_000))
    const cu = BigInt(dice.roll(Number(cuMax) + 1))
    const [ms, target] = [BigInt(dice.roll(4000)), BigInt(1 + dice.roll(2000))]
    const isRouted = dice.once(2)
    const figures = { cu, responseMs: ms, targetMs: target, isRouted }
    const { params: written = {} } = networkOptionsOf(params)
    const quote = quoteBill({ params: written, cuMax, ...figures })
    const parts = plainParts(params, { cu, ms, target, isRouted })
    expect(
      {
        gross: quote.gross,
        network: quote.networkFee,
        governance: quote.governancePart,
        adaptor: quote.adaptorPart,
        treasury: quote.treasuryPart + quote.surcharge,
        node: quote.nodePart,
        paid: quote.paid,
      },
      `seed ${seed}`,
    ).toEqual(parts)
    expect(quote.paid + quote.refund).toBe(quote.escrow)
  }
})
