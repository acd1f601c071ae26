import { canonicalJson, jsonLine, type Json } from '@tlmkit/core'
import { dispatchMessage } from '@tlmkit/tlm-inference'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signAs } from './signers.ts'

type Fields = Readonly<Record<string, Json>>

/** Base units of a number of DGAI, as text. */
const dgai = (tokens: number): string => (BigInt(tokens) * 10n ** 18n).toString()

const BALANCES: Readonly<Record<string, string>> = {
  'adaptor/ada/balance': dgai(1000),
  'module/emission': dgai(1_000_000),
  'module/treasury': dgai(520_000),
  'operator/nia/balance': dgai(5000),
  'operator/otto/balance': dgai(5000),
  'user/ann/balance': dgai(1000),
  'user/ben/balance': dgai(1000),
  'voter/vic/balance': dgai(20_000),
  'voter/wim/balance': dgai(9000),
}

const HOUR = 3600
const WEEK = 168 * HOUR

/** The story of the example, as the commands that a chain would have seen. A block takes 12 s. */
class Story {
  readonly lines: Fields[] = []
  time = 0

  tell(lifecycle: string, work: string, command: string, fields: Fields = {}): void {
    const id = `cmd-${this.lines.length + 1}`
    const height = Math.floor(this.time / 12)
    this.lines.push({ id, lifecycle, work, command, height, time: this.time, ...fields })
  }

  bill(work: string, command: string, fields: Fields = {}): void {
    this.tell('bills', work, command, fields)
  }

  proposal(command: string, fields: Fields = {}): void {
    this.tell('proposals', 'price-0.06', command, fields)
  }

  open(work: string, user: string): void {
    this.bill(work, 'open', { user, model: 'chat-small', cuMax: 100, verifier: 'vera' })
  }

  dispatch(work: string, { user, node }: { readonly user: string; readonly node: string }): void {
    const order = { domain: 'dgrid', bill: work, node, adaptor: 'ada' }
    const signature = signAs(user, dispatchMessage(order))
    this.bill(work, 'dispatch', { node, adaptor: 'ada', signer: user, signature })
  }

  submit(work: string, node: string, responseMs: number): void {
    this.bill(work, 'submit', { node, resultHash: 'c0ffee', cu: 100, responseMs })
  }

  settle(work: string, responseMs: number): void {
    const reference = `trace of ${work}`
    this.bill(work, 'settle', { verifier: 'vera', cu: 100, responseMs, reference })
  }

  /** A bill from its opening to its verdict, with an answer after so many milliseconds. */
  serve(work: string, user: string, responseMs: number): void {
    this.open(work, user)
    this.dispatch(work, { user, node: 'nia' })
    this.submit(work, 'nia', responseMs)
    this.settle(work, responseMs)
  }
}

/** Writes the opening state and the commands of the example. */
export function generateExample(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const state = { format: 'tlmkit-state/1', network: 'dgrid' }
  const write = (file: string, text: string): void => {
    writeFileSync(join(folder, file), text)
  }
  const opening = { ...state, balances: { DGAI: BALANCES } }
  write('state.json', `${canonicalJson(opening, { indent: 2 })}\n`)
  const story = new Story()
  begin(story)
  firstWeek(story)
  vote(story)
  rewards(story)
  write('commands.ndjson', story.lines.map((line) => `${jsonLine(line)}\n`).join(''))
}

/** Two nodes and two voters stake, and an adaptor registers. */
function begin(story: Story): void {
  for (const node of ['nia', 'otto']) {
    story.tell('stake-operators', node, 'declare', { capacity: [] })
    story.tell('stake-operators', node, 'stakeOwn', { amount: dgai(4000) })
  }
  story.tell('adaptors', 'ada', 'registerAdaptor')
  story.tell('voters', 'vic', 'stake', { amount: dgai(12_000) })
  story.tell('voters', 'wim', 'stake', { amount: dgai(9000) })
}

/** Bills in time and late, one with a false result, one that nobody takes. */
function firstWeek(story: Story): void {
  story.time = HOUR
  story.tell('heartbeats', 'nia', 'heartbeat')
  story.serve('chat-1', 'ann', 650)
  story.serve('chat-2', 'ben', 1200)
  story.open('chat-3', 'ann')
  story.dispatch('chat-3', { user: 'ann', node: 'otto' })
  // A node takes what a user named it for, and nothing else.
  story.dispatch('chat-3', { user: 'ann', node: 'nia' })
  story.submit('chat-3', 'otto', 300)
  story.bill('chat-3', 'challenge', { challenger: 'vera', evidence: '' })
  story.open('chat-4', 'ben')
  story.time += 3 * HOUR
  for (const work of ['chat-1', 'chat-2']) story.bill(work, 'close')
  story.bill('chat-4', 'refund', { reason: 'nobody took it' })
  for (let hour = 5; hour < 28; hour++) {
    story.time = hour * HOUR
    story.tell('heartbeats', 'nia', 'heartbeat')
  }
}

/** Holders vote the price up while a bill runs, which keeps the price it opened with. */
function vote(story: Story): void {
  story.time = WEEK
  story.proposal('propose', {
    ...{ proposer: 'vic', bondFrom: 'balance', payments: [] },
    changes: [{ key: 'network.basePrice', value: '60000000000000000' }],
  })
  story.time = 2 * WEEK
  story.proposal('vote', { voter: 'vic', choice: 'for' })
  story.proposal('vote', { voter: 'wim', choice: 'against' })
  story.time = 3 * WEEK
  story.proposal('queue')
  story.time += 129_599 - HOUR
  story.open('chat-5', 'ann')
  story.dispatch('chat-5', { user: 'ann', node: 'nia' })
  story.time += HOUR
  // A second too early.
  story.proposal('execute')
  story.time += 1
  story.proposal('execute')
  story.time += 12
  story.serve('chat-6', 'ben', 400)
  story.submit('chat-5', 'nia', 400)
  story.settle('chat-5', 400)
  story.tell('pauses', 'bills', 'pause', { guardian: 'gus', seconds: 86_400 })
  story.open('chat-7', 'ann')
  story.time += 3 * HOUR
  for (const work of ['chat-5', 'chat-6']) story.bill(work, 'close')
}

/** The treasury streams, voters are paid, and the weeks that are over reward who worked in them. */
function rewards(story: Story): void {
  story.time = 4 * WEEK
  for (const week of [0, 1, 2, 3]) story.tell('treasury-stream', '0', 'payWeek', { week })
  for (const week of [0, 1, 2, 3]) story.tell('voter-rewards', `${week}`, 'payVoters')
  story.tell('reward-weeks', '0', 'openRewards')
  for (const [role, claimant] of [
    ['node', 'nia'],
    ['adaptor', 'ada'],
  ] as const) {
    story.tell('reward-weeks', '0', 'claimReward', { role, claimant })
  }
}

if (import.meta.main) generateExample(join(import.meta.dirname, 'data'))
