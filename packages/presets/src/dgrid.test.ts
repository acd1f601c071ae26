import { use } from '@tlmkit/core'
import { penaltySplit } from '@tlmkit/tlm-insurance'
import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToHex, hexToBytes } from '@noble/curves/utils.js'
import { describe, expect, test } from 'vitest'
import { dgridParams } from './dgridParams.js'
import { DGAI, DgridStory } from './dgridStory.fixture.js'
import { ed25519SwitchSignatures, switchMessageHex } from './ed25519SwitchSignatures.js'

const DAY = 86_400
const MODELS = { models: { m: 800n } }
const MILLI = DGAI / 1000n

describe('100 CU at 0.05: the numbers of the specification', () => {
  test.each([
    // how late in milliseconds, what the node gets, what the user gets back
    [800, 3_900n, 1_500n],
    [1_200, 3_315n, 2_085n],
    [1_600, 2_730n, 2_670n],
    [9_999, 2_730n, 2_670n],
  ])('an answer after %i ms', (responseMs, nodePart, refund) => {
    const story = new DgridStory()
    expect(story.registerAdaptor()).toBe('ok')
    expect(story.open()).toBe('ok')
    expect(story.dispatch()).toBe('ok')
    expect(story.submit('b1', responseMs)).toBe('ok')
    expect(story.settle('b1', responseMs)).toBe('ok')
    story.height += 600
    expect(story.bill('close')).toBe('ok')
    expect(story.gained('user/ann/balance')).toBe((refund - 6_500n) * MILLI)
    expect(story.balance('module/operations')).toBe(100n * MILLI)
    expect(story.balance('module/governance')).toBe(250n * MILLI)
    expect(story.balance('adaptor/ada/balance')).toBe(500n * MILLI)
    expect(story.gained('module/treasury')).toBe(250n * MILLI)
    expect(story.balance('operator/n1/balance')).toBe(5_000n * DGAI + nodePart * MILLI)
    expect(story.balance('operator/n1/bound')).toBe(0n)
    expect(story.balance('escrow/b1/locked')).toBe(0n)
  })

  test('without adaptors the node has their share', () => {
    const story = new DgridStory({ profile: 'dgrid-direct' })
    expect([story.open(), story.dispatch('b1', ''), story.submit(), story.settle()]).toEqual(
      Array.from({ length: 4 }, () => 'ok'),
    )
    story.height += 600
    expect(story.bill('close')).toBe('ok')
    expect(story.balance('operator/n1/balance')).toBe(5_000n * DGAI + 4_400n * MILLI)
  })
})

/** A proposal that holds one CU at another price, voted through by all that is staked. */
function queued(story: DgridStory, changes: readonly { key: string; value: string }[]): void {
  for (const [voter, amount] of [
    ['vic', 10_000n],
    ['wim', 10_000n],
  ] as const) {
    const stake = { command: 'stake', amount: (amount * DGAI).toString() }
    expect(story.apply({ lifecycle: 'voters', work: voter, ...stake })).toBe('ok')
  }
  story.time += 1
  const fields = { proposer: 'vic', changes, payments: [], bondFrom: 'balance' }
  expect(story.proposal('propose', fields)).toBe('ok')
  story.time += 7 * DAY
  expect(story.proposal('vote', { voter: 'wim', choice: 'for' })).toBe('ok')
  story.time += 7 * DAY
  expect(story.proposal('queue')).toBe('ok')
}

describe('a vote on the price', () => {
  test('holds for bills that open after it; those that run keep theirs', () => {
    const story = new DgridStory()
    expect([story.open('old'), story.registerAdaptor(), story.dispatch('old')]).toEqual([
      'ok',
      'ok',
      'ok',
    ])
    queued(story, [{ key: 'network.basePrice', value: (60n * MILLI).toString() }])
    story.time += 129_599
    expect(story.proposal('execute')).toBe('timelock-running')
    story.time += 1
    expect(story.proposal('execute')).toBe('ok')
    expect(story.proposal('execute')).toBe('already-executed')
    story.height += 1
    expect(story.open('new')).toBe('ok')
    expect([story.submit('old'), story.settle('old')]).toEqual(['ok', 'ok'])
    story.height += 600
    expect(story.bill('close', {}, 'old')).toBe('ok')
    expect(story.balance('operator/n1/balance')).toBe(5_000n * DGAI + 3_900n * MILLI)
    expect(story.balance('escrow/new/locked')).toBe(7_800n * MILLI)
    expect(story.state.params.map(({ version }) => version)).toEqual([1, 2])
  })

  test('voters are paid for it out of the governance pool, by weight', () => {
    const story = new DgridStory()
    expect(story.registerAdaptor()).toBe('ok')
    expect([story.open(), story.dispatch(), story.submit(), story.settle()]).toContain('ok')
    queued(story, [{ key: 'network.cuMaxPerRequest', value: '5000' }])
    story.time += 30 * DAY
    const paid = [0, 1, 2].map((week) => {
      const work = String(week)
      return story.apply({ lifecycle: 'voter-rewards', work, command: 'payVoters' })
    })
    expect(paid).toContain('ok')
    expect(story.gained('voter/wim/balance')).toBe(250n * MILLI - 10_000n * DGAI)
    expect(story.balance('module/governance')).toBe(0n)
  })
})

test('a pause stops new bills only', () => {
  const story = new DgridStory()
  expect([story.registerAdaptor(), story.open('a'), story.open('b'), story.dispatch('a')]).toEqual([
    'ok',
    'ok',
    'ok',
    'ok',
  ])
  const pause = { lifecycle: 'pauses', work: 'bills', command: 'pause', guardian: 'gus' }
  expect(story.apply({ ...pause, seconds: 14 * DAY + 1 })).toBe('pause-too-long')
  expect(story.apply({ ...pause, seconds: 14 * DAY })).toBe('ok')
  expect(story.open('c')).toBe('paused')
  expect([story.submit('a'), story.settle('a')]).toEqual(['ok', 'ok'])
  story.height += 601
  expect(story.bill('close', {}, 'a')).toBe('ok')
  expect(story.bill('refund', { reason: 'nobody came' }, 'b')).toBe('ok')
  const leaves = { lifecycle: 'adaptors', work: 'ada', command: 'leaveAdaptor' }
  expect(story.apply(leaves)).toBe('ok')
  const withdraws = { lifecycle: 'stake-operators', work: 'n1', command: 'unstakeOwn' }
  expect(story.apply({ ...withdraws, amount: '1000' })).toBe('ok')
  story.time += 14 * DAY
  expect(story.open('c')).toBe('ok')
  expect(story.apply({ ...pause, seconds: DAY })).toBe('pause-too-soon')
  story.time += 30 * DAY
  expect(story.apply({ ...pause, seconds: DAY })).toBe('ok')
})

test.each([
  // delegatorsShareLoss, ownShareMin, whether other hands could keep more than own stake loses
  [false, '0.1', true],
  [true, '0.1', false],
  [true, '0.2', false],
  [true, '0.21', true],
])('delegators share losses: %s, own share %s: %s', (delegatorsShareLoss, ownShareMin, isGood) => {
  const result = dgridParams.safeParse({ ...MODELS, delegatorsShareLoss, ownShareMin })
  expect(result.success).toBe(isGood)
})

describe('the emergency switch', () => {
  const secrets = new Map(
    ['s1', 's2', 's3'].map((name, i) => [name, new Uint8Array(32).fill(i + 1)]),
  )
  const keys = Object.fromEntries(
    [...secrets].map(([name, secret]) => [name, bytesToHex(ed25519.getPublicKey(secret))]),
  )
  const order = {
    network: 'dgrid-test',
    switch: 'new-work',
    isOn: true,
    nonce: 0n,
    expiresAt: 99n,
  }
  const signed = (name: string): { readonly signature: string } => {
    const secret = secrets.get(name) ?? new Uint8Array(32)
    return { signature: bytesToHex(ed25519.sign(hexToBytes(switchMessageHex(order)), secret)) }
  }
  const storyOf = (): DgridStory =>
    new DgridStory({
      switchSignatures: ed25519SwitchSignatures({ keys }),
      params: { emergencySigners: ['s1', 's2', 's3'], emergencySignersMin: 2 },
    })
  const flip = (story: DgridStory, names: readonly string[]): string =>
    story.apply({
      ...{ lifecycle: 'switches', work: 'new-work', command: 'flip' },
      ...{ isOn: order.isOn, nonce: order.nonce, expiresAt: order.expiresAt },
      signatures: names.map(signed),
    })

  test('stops new bills by two of three signers, each counted once', () => {
    const story = storyOf()
    expect(flip(story, ['s1'])).toBe('signers-short')
    expect(flip(story, ['s1', 's1'])).toBe('signature-repeated')
    expect(flip(story, ['s1', 'nobody'])).toBe('signature-invalid')
    expect(story.open()).toBe('ok')
    expect(flip(story, ['s1', 's3'])).toBe('ok')
    expect(flip(story, ['s1', 's3'])).toBe('nonce-used')
    expect(story.open('b2')).toBe('paused')
    story.height += 601
    expect(story.bill('refund', { reason: '' })).toBe('ok')
  })
})

describe('what a node loses', () => {
  /** The verifier says no to an answer. */
  function fakeResult(story: DgridStory): void {
    expect([story.registerAdaptor(), story.open(), story.dispatch(), story.submit()]).toContain(
      'ok',
    )
    const no = { challenger: 'vera', evidence: '00' }
    expect(story.bill('challenge', no)).toBe('ok')
  }

  test('is burned: a fifth of own stake, and the bind less the network fee', () => {
    const story = new DgridStory()
    fakeResult(story)
    const lost = 1_000n * DGAI + 4_900n * MILLI
    expect(story.balance('supply/burn')).toBe(lost)
    expect(story.balance('operator/n1/free')).toBe(5_000n * DGAI - lost - 100n * MILLI)
    expect(story.balance('module/operations')).toBe(100n * MILLI)
    expect(story.gained('user/ann/balance')).toBe(0n)
  })

  test('is the same where its stake leaves before it submits', () => {
    const story = new DgridStory()
    expect([story.registerAdaptor(), story.open(), story.dispatch()]).toEqual(['ok', 'ok', 'ok'])
    const leaves = { lifecycle: 'stake-operators', work: 'n1', command: 'unstakeOwn' }
    story.height += 1
    expect(story.apply({ ...leaves, amount: (4_990n * DGAI).toString() })).toBe('ok')
    story.height += 1
    expect(story.submit()).toBe('ok')
    expect(story.bill('challenge', { challenger: 'vera', evidence: '00' })).toBe('ok')
    expect(story.balance('supply/burn')).toBe(1_000n * DGAI + 4_900n * MILLI)
  })

  test('is owed as far as other work has bound it, and a debtor takes no bills', () => {
    const story = new DgridStory({ params: { nodeBindRatio: '10' } })
    expect([story.registerAdaptor(), story.open('big', 9_000), story.dispatch('big')]).toEqual([
      'ok',
      'ok',
      'ok',
    ])
    expect([story.open(), story.dispatch(), story.submit()]).toEqual(['ok', 'ok', 'ok'])
    expect(story.bill('challenge', { challenger: 'vera', evidence: '00' })).toBe('ok')
    expect([story.open('b2'), story.dispatch('b2')]).toEqual(['ok', 'debt-outstanding'])
    // 4,500 are bound for the big bill: 450 of the 1,000 could be taken, beside the bind of 50.
    expect(story.balance('operator/n1/free')).toBe(0n)
    expect(story.balance('operator/n1/bound')).toBe(4_500n * DGAI)
    const operator = story.state.lifecycles.get('stake-operators')?.get('n1')?.state
    expect(operator).toMatchObject({ own: 4_500n * DGAI, debt: 550n * DGAI })
  })

  test('or split between burn and insurance: one line of the configuration', () => {
    const story = new DgridStory({
      penalty: use(penaltySplit, { params: { failureBurnRate: '0.3', cause: 'inference' } }),
    })
    fakeResult(story)
    const lost = 1_000n * DGAI + 4_900n * MILLI
    const [burned, pooled] = [story.balance('supply/burn'), story.balance('module/insurance')]
    expect(burned + pooled).toBe(lost)
    expect(burned).toBe((lost * 3n) / 10n)
  })
})
