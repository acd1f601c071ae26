/* eslint-disable @typescript-eslint/strict-boolean-expressions,
   @typescript-eslint/no-unnecessary-condition -- the traps are walked into */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { FaultCode } from './engine/Poison.js'
import {
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  defineTlm,
  flag,
  id,
  initialState,
  settle,
  use,
  type EventShapes,
  type SettleScope,
  type SymbolicRow,
} from './index.js'
import { Condition } from './rules/Condition.js'
import { createScope } from './rules/createScope.js'
import { Group } from './rules/Group.js'
import { SymbolicAmount } from './rules/SymbolicAmount.js'
import { SymbolicId, SymbolicOneOf } from './rules/SymbolicAccount.js'
import { SymbolicList } from './rules/SymbolicList.js'
import { SymbolicRatio } from './rules/SymbolicRatio.js'
import { SymbolicUnits } from './rules/SymbolicUnits.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const vocabulary = readme.split('## The rule vocabulary\n')[1]?.split(/^## /m)[0] ?? ''

const operationsOf = (prototype: object): string[] =>
  Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor' && name !== 'at')

describe('the vocabulary of the guide is complete', () => {
  test.for<[variable: string, prototype: object]>([
    ['a', SymbolicAmount.prototype],
    ['u', SymbolicUnits.prototype],
    ['r', SymbolicRatio.prototype],
    ['c', Condition.prototype],
    ['text', SymbolicOneOf.prototype],
    ['id', SymbolicId.prototype],
    ['list', SymbolicList.prototype],
    ['group', Group.prototype],
  ])('%s', ([variable, prototype]) => {
    const said = [...vocabulary.matchAll(new RegExp(`\\b${variable}\\.([A-Za-z]+)\\(`, 'g'))]
    const names = new Set(said.map((match) => match[1]))
    expect([...names].sort()).toEqual(operationsOf(prototype).sort())
  })

  test('claim', () => {
    const scope = createScope({
      tlm: 'any',
      phase: 'settle',
      reasons: new Set(),
      codes: new Set(),
      outcomes: new Set(),
      events: new Map(),
      columnName: (read) => read,
    })
    const said = [...vocabulary.matchAll(/\bclaim\.([A-Za-z]+)\(/g)].map((match) => match[1])
    expect([...new Set(said)].sort()).toEqual(Object.keys(scope).sort())
  })

  test('faults', () => {
    const faults: Readonly<Record<FaultCode, true>> = {
      overflow: true,
      'below-zero': true,
      'division-by-zero': true,
      'ratio-overflow': true,
      'group-disagrees': true,
    }
    for (const fault of Object.keys(faults)) expect(vocabulary).toContain(`\`${fault}\``)
  })
})

const columns = { job: id('job'), price: amount('tok'), paid: flag() } as const
type Words = { reasons: 'pay'; codes: never; outcomes: 'enough'; events: EventShapes }
type Body = (row: SymbolicRow<typeof columns>, claim: SettleScope<Words>) => unknown

/** Settles one unpaid job of 10 tok under one rule. */
const settleOne = (body: Body) => {
  const pay = defineTlm({
    name: 'pay',
    version: '1.0.0',
    phase: 'settle',
    reads: columns,
    reasons: ['pay'],
    outcomes: ['enough'],
    rule(row, _params, claim) {
      body(row, claim)
    },
  })
  const jobs = defineClaimKind('jobs', { key: ['job'], columns })
  const network = defineNetwork({
    name: 'traps',
    denominations: { tok: { decimals: 0, symbol: 'TOK' } },
    kinds: { jobs: definePipeline(jobs, [use(pay)]) },
    genesis: { tok: { 'module/a': 100n } },
  })
  const rows = [{ job: 'a', price: '10', paid: false }]
  const input = { id: 's', height: 1n, claims: { jobs: { rows } } }
  const { receipt, state } = settle(network, initialState(network), input)
  return { claims: receipt.claims, paid: state.balances.get('tok')?.get('module/b') }
}
const move = { from: 'module/a', to: 'module/b', reason: 'pay' } as const

describe('the traps of the guide', () => {
  test('finish in settle keeps the moves written before it', () => {
    const { claims, paid } = settleOne(({ price }, claim) => {
      claim.transfer(price, move)
      claim.finish(price.isZero().not(), 'enough')
      claim.transfer(price, move)
    })
    expect(claims).toMatchObject({ finished: 1, settled: 0 })
    expect(paid).toBe(10n)
  })

  test('an operator is refused where the rule is traced', () => {
    expect(() => settleOne(({ price }) => price > price)).toThrow(
      expect.objectContaining({ code: 'symbolic-operator' }),
    )
  })

  test('an if on a comparison is refused, an if on a flag column is only linted', () => {
    const compared: Body = ({ price }, claim) => {
      if (price.isZero()) claim.transfer(price, move)
    }
    expect(() => settleOne(compared)).toThrow(
      expect.objectContaining({ code: 'condition-not-consumed' }),
    )
    const flagged: Body = ({ price, paid }, claim) => {
      if (paid) claim.transfer(price, move)
    }
    expect(settleOne(flagged).paid).toBe(10n)
  })
})
