import { describe, expect, test } from 'vitest'
import {
  Hasher,
  JournalReader,
  NumberText,
  STATE_FORMAT,
  amount,
  canonicalJson,
  defineClaimKind,
  defineLifecycle,
  defineNetwork,
  definePipeline,
  defineTlm,
  fromTaggedJson,
  hashReceipt,
  id,
  initialState,
  journalBlockToLines,
  module,
  parseRatio,
  parseReceipt,
  parseState,
  receiptToJson,
  settle,
  shared,
  stateToJson,
  toTaggedJson,
  units,
  use,
  type Json,
  type JournalBlock,
  type State,
} from '../index.js'

const jobs = defineClaimKind('jobs', {
  key: ['caller', 'job'],
  columns: { caller: id('caller'), job: id('job'), opened: units(), price: amount('tok') },
  watermark: { column: 'opened', keep: 5n },
})
const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { price: amount(), opened: units(), caller: id('caller') },
  reasons: ['pay'],
  events: { paid: { price: amount(), opened: units() } },
  rule({ price, opened, caller }, _params, claim) {
    claim.transfer(price, { from: caller.bucket('funds'), to: module('fees'), reason: 'pay' })
    claim.tally(opened, { on: caller.bucket('seen') })
    claim.emit('paid', { price, opened })
  },
})
const work = defineLifecycle<{ readonly seen: bigint; readonly tags: readonly string[] }>()({
  name: 'callers',
  tally: {
    kind: 'caller',
    bucket: 'seen',
    apply: (_state, { units: seen }) => ({ state: { seen, tags: ['busy'] } }),
  },
})
const toy = defineNetwork({
  name: 'toy',
  denominations: { tok: { decimals: 2, symbol: 'TOK' } },
  kinds: { jobs: definePipeline(jobs, [use(pay)]) },
  lifecycles: [work],
})

const opening = initialState(toy, {
  balances: new Map([['tok', new Map([['caller/c1/funds', 100n]])]]),
})
const rows = [
  { caller: 'c1', job: 'a', opened: 7, price: '30' },
  { caller: 'c1', job: 'b', opened: 9, price: '31' },
  { caller: 'c1', job: 'c', opened: 9, price: '900' },
]
const settled = settle(toy, opening, { id: 's1', height: 9n, claims: { jobs: { rows } } })

const reread = (json: Json): unknown => JSON.parse(canonicalJson(json))

describe('canonicalJson', () => {
  test('sorts keys by their bytes, also those that look like numbers', () => {
    expect(canonicalJson({ b: 1, '10': 2, '9': 3, é: 4, B: 5 })).toBe(
      '{"10":2,"9":3,"B":5,"b":1,"é":4}',
    )
    expect(canonicalJson({ '\u{1f600}': 1, '\uff5e': 2 })).toBe('{"\uff5e":2,"\u{1f600}":1}')
  })

  test('keeps numbers as they were written', () => {
    expect(canonicalJson([new NumberText('0.10'), 3, null, 'a"b'])).toBe('[0.10,3,null,"a\\"b"]')
  })

  test('indents on demand', () => {
    const text = canonicalJson({ a: [1, {}], b: [] }, { indent: 2 })
    expect(text).toBe('{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}')
  })
})

describe('values of programs', () => {
  test('come back as they were', () => {
    const value = {
      count: 3n,
      debt: -4n,
      share: parseRatio('0.975', 'share'),
      third: parseRatio('1/3', 'third'),
      from: shared('inflation'),
      plain: ['x', true, null, 7],
      $bigint: 'mine',
      nested: { $x: { $y: 1n } },
    }
    const json = toTaggedJson(value, 'value')
    expect(json).toMatchObject({ count: { $bigint: '3' }, share: { $ratio: '0.975' } })
    expect(fromTaggedJson(reread(json), 'value')).toEqual(value)
  })

  test.each([
    ['an unknown tag', { $money: '1' }, 'tag-unknown'],
    ['a tag beside others', { $bigint: '1', x: 1 }, 'tag-unknown'],
    ['a bigint that is none', { $bigint: '1.5' }, 'not-a-number'],
    ['a bigint as a number', { $bigint: 15 }, 'not-a-number'],
  ])('%s is refused', (_name, json, code) => {
    expect(() => fromTaggedJson(json, 'here')).toThrow(expect.objectContaining({ code }))
  })
})

describe('state', () => {
  test('comes back as it was', () => {
    const state = parseState(toy, reread(stateToJson(settled.state)), 'state.json')
    expect(state).toEqual(settled.state)
    expect(state.lifecycles.get('callers')?.get('c1')?.state).toEqual({ seen: 16n, tags: ['busy'] })
    expect(state.settledIds.get('jobs')?.watermark).toBe(4n)
  })

  test('gives equal bytes whatever the order its parts came in', () => {
    const turned: State = {
      ...settled.state,
      balances: new Map(
        [...settled.state.balances].map(([key, accounts]) => [
          key,
          new Map([...accounts].reverse()),
        ]),
      ),
    }
    expect(canonicalJson(stateToJson(turned))).toBe(canonicalJson(stateToJson(settled.state)))
  })

  test('that has not settled may leave out what settling adds', () => {
    const minimal = { format: STATE_FORMAT, network: 'toy', balances: { tok: { 'a/b': 5 } } }
    const state = parseState(toy, minimal, 'state.json')
    const balances = new Map([['tok', new Map([['a/b', 5n]])]])
    expect(state).toEqual(initialState(toy, { balances }))
  })

  const whole = stateToJson(settled.state)
  const without = (part: string): Json =>
    Object.fromEntries(Object.entries(whole).filter(([key]) => key !== part))
  test.each([
    ['no object', [], 'state-invalid'],
    ['no format', without('format'), 'state-invalid'],
    ['a later format', { ...whole, format: 'tlmkit-state/2' }, 'state-format-unknown'],
    ['another network', { ...whole, network: 'other' }, 'state-of-another-network'],
    ['a lost part', without('settledIds'), 'state-invalid'],
    ['lost balances', without('balances'), 'state-invalid'],
    ['an unknown part', { ...whole, extra: 1 }, 'state-invalid'],
    ['a bad height', { ...whole, height: '-1' }, 'number-negative'],
    ['an unknown denomination', { ...whole, balances: { tik: {} } }, 'denomination-unknown'],
    ['a bad account', { ...whole, balances: { tok: { a: '1' } } }, 'account-invalid'],
    ['a bad amount', { ...whole, balances: { tok: { 'a/b': '1.5' } } }, 'number-fraction'],
    [
      'a huge amount',
      { ...whole, balances: { tok: { 'a/b': '9'.repeat(40) } } },
      'amount-out-of-range',
    ],
    ['an unknown kind', { ...whole, settledIds: { jbos: { ids: {} } } }, 'kind-unknown'],
    ['an unknown lifecycle', { ...whole, lifecycles: { x: {} } }, 'lifecycle-unknown'],
    ['no params version', { ...whole, params: [] }, 'state-invalid'],
    [
      'params versions that fall',
      { ...whole, params: [2, 1].map((version) => ({ version, from: '0', values: {} })) },
      'state-invalid',
    ],
    [
      'a receipt under another id',
      { ...whole, settlements: { s2: receiptToJson(settled.receipt) } },
      'state-invalid',
    ],
    ['a bad hash', { ...whole, lastReceipt: 'xyz' }, 'state-invalid'],
  ])('%s is refused', (_name, json, code) => {
    expect(() => parseState(toy, json, 'state.json')).toThrow(expect.objectContaining({ code }))
  })
})

describe('receipt', () => {
  test('comes back with the same hash', () => {
    const receipt = parseReceipt(reread(receiptToJson(settled.receipt)), 'receipt.json')
    expect(receipt).toEqual(settled.receipt)
    expect(hashReceipt(receipt, new Hasher())).toBe(settled.receiptHash)
  })

  const whole = receiptToJson(settled.receipt)
  test.each([
    ['a later format', { ...whole, format: 'tlmkit-receipt/2' }, 'receipt-format-unknown'],
    ['a short hash', { ...whole, inputHash: 'abc' }, 'receipt-invalid'],
    ['a negative count', { ...whole, payouts: -1 }, 'receipt-invalid'],
    ['an unknown member', { ...whole, note: '' }, 'receipt-invalid'],
    [
      'a supply that is no amount',
      { ...whole, supply: { tok: { minted: 'x', burned: '0' } } },
      'number-not-plain',
    ],
  ])('%s is refused', (_name, json, code) => {
    expect(() => parseReceipt(json, 'receipt.json')).toThrow(expect.objectContaining({ code }))
  })
})

const lines = settled.blocks.flatMap(journalBlockToLines)

function readJournal(texts: readonly string[]): readonly JournalBlock[] {
  const blocks: JournalBlock[] = []
  const reader = new JournalReader(new Hasher(), (block) => blocks.push(block))
  texts.forEach((text, index) => reader.add(JSON.parse(text), `line ${index + 1}`))
  reader.finish()
  return blocks
}

describe('journal', () => {
  test('comes back as it was', () => {
    expect(readJournal(lines)).toEqual(
      settled.blocks.map(({ index, previous, hash, entries }) => ({
        index,
        previous,
        hash,
        entries,
      })),
    )
  })

  test.each([
    ['an amount', (text: string) => text.replace('"amount":"31"', '"amount":"32"')],
    ['a key', (text: string) => text.replace('"key":["c1","b"]', '"key":["c1","d"]')],
    ['an event', (text: string) => text.replace('"price":"30"', '"price":"3"')],
    ['a status', (text: string) => text.replace('"status":"discarded"', '"status":"finished"')],
    ['a tally', (text: string) => text.replace('"units":"7"', '"units":"8"')],
  ])('a changed %s is refused with its block and lines', (_name, change) => {
    const changed = lines.map(change)
    expect(changed).not.toEqual(lines)
    expect(() => readJournal(changed)).toThrow(
      expect.objectContaining({
        code: 'journal-block-differs',
        details: expect.objectContaining({ block: 0, where: 'line 1 to line 4' }) as unknown,
      }),
    )
  })

  test.each([
    ['a lost line', lines.slice(1), 'journal-block-differs'],
    ['a lost seal', lines.slice(0, -1), 'journal-truncated'],
    ['no line', [], 'journal-truncated'],
    ['a block twice', [...lines, ...lines], 'journal-chain-broken'],
    [
      'an unknown member',
      [lines[0]!.replace('{', '{"x":1,'), ...lines.slice(1)],
      'journal-line-invalid',
    ],
    [
      'an unknown type',
      [lines[0]!.replace('"claim"', '"clam"'), ...lines.slice(1)],
      'journal-line-invalid',
    ],
  ])('%s is refused', (_name, texts, code) => {
    expect(() => readJournal(texts)).toThrow(expect.objectContaining({ code }))
  })
})
