import { canonicalJson, jsonLine, type Json } from '@tlmkit/core'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Batch } from './Batch.ts'

type Fields = Readonly<Record<string, Json>>

/** Base units of a number of LA, as text. */
const la = (tokens: number): string => (BigInt(tokens) * 10n ** 18n).toString()

const BALANCES: Readonly<Record<string, string>> = {
  'caller/chat-app/balance': la(1000),
  'caller/vision-app/balance': la(1000),
  'delegator/dora/balance': la(500),
  'operator/ada/balance': la(2000),
  'operator/bob/balance': la(2000),
  'operator/eve/balance': la(2000),
  'operator/hal/balance': la(2000),
}

/** The story of the example, as the commands that a chain would have seen. */
class Story {
  readonly lines: Fields[] = []
  height = 1

  tell(lifecycle: string, work: string, command: string, fields: Fields = {}): void {
    const id = `cmd-${this.lines.length + 1}`
    this.lines.push({ id, lifecycle, work, command, height: this.height, ...fields })
  }

  batch(work: string, command: string, fields: Fields = {}): void {
    this.tell('batches', work, command, fields)
  }

  submit(batch: Batch, caller: string, fee: string): void {
    this.batch(batch.id, 'batchSubmit', { caller, fee, ...batch.submission })
  }

  commit(batch: Batch, node: string, segment: number, cheats = false): void {
    const traceRoot = batch.execute(segment, { cheats })
    this.batch(batch.id, 'commitPartial', { node, segment, traceRoot })
  }
}

/** Writes the opening state and the commands of the example. */
export function generateExample(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const state = { format: 'tlmkit-state/1', network: 'lagrange-microtask' }
  const write = (file: string, text: string): void => {
    writeFileSync(join(folder, file), text)
  }
  write('state.json', `${canonicalJson({ ...state, balances: { LA: BALANCES } }, { indent: 2 })}\n`)
  const story = new Story()
  stake(story)
  goodBatch(story)
  for (const name of ['vision-1', 'vision-2', 'vision-3']) badBatch(story, name)
  story.height += 1
  lateBatch(story)
  write('commands.ndjson', story.lines.map((line) => `${jsonLine(line)}\n`).join(''))
}

/** Four nodes stake; Dora delegates to Eve, and will share her losses. */
function stake(story: Story): void {
  for (const node of ['ada', 'bob', 'eve', 'hal']) {
    story.tell('stake-operators', node, 'declare', { capacity: [] })
    story.tell('stake-operators', node, 'stakeOwn', { amount: la(1000) })
  }
  story.tell('stake-operators', 'eve', 'delegate', { delegator: 'dora', amount: la(200) })
  story.height = 600
}

/** A batch that goes well: paid segment by segment, proven, released. */
function goodBatch(story: Story): void {
  const batch = new Batch('chat-1', 100)
  story.submit(batch, 'chat-app', la(10))
  const segments = [{ segment: 0 }, { segment: 1 }]
  story.batch(batch.id, 'acceptSegments', { node: 'ada', segments })
  for (const segment of [1, 0]) {
    story.height += 1
    story.commit(batch, 'ada', segment)
  }
  for (const segment of [2, 3]) story.commit(batch, 'bob', segment)
  // A segment is paid once.
  story.batch(batch.id, 'commitPartial', { node: 'bob', segment: 3, traceRoot: '00' })
  story.batch(batch.id, 'acceptAggregation', { node: 'hal' })
  story.height += 1
  story.batch(batch.id, 'finalizeBatch', { aggregator: 'hal', proof: batch.proof })
  story.height += 1200
  story.batch(batch.id, 'releaseBonds')
}

/** Eve answers another prompt; the aggregator's proof shows it, and the caller is made whole. */
function badBatch(story: Story, name: string): void {
  const batch = new Batch(name, 64)
  story.height += 1
  story.submit(batch, 'vision-app', la(10))
  story.commit(batch, 'bob', 0)
  story.commit(batch, 'eve', 1, true)
  story.batch(batch.id, 'acceptAggregation', { node: 'hal' })
  story.batch(batch.id, 'finalizeBatch', { aggregator: 'hal', proof: batch.proof })
}

/** Eve is on the watchlist by now; the batch is not answered in time. */
function lateBatch(story: Story): void {
  const batch = new Batch('chat-2', 96)
  story.submit(batch, 'chat-app', la(10))
  story.batch(batch.id, 'commitPartial', { node: 'eve', segment: 0, traceRoot: '00' })
  story.batch(batch.id, 'acceptSegments', { node: 'ada', segments: [{ segment: 0 }] })
  story.commit(batch, 'bob', 1)
  story.height += 7201
  story.batch(batch.id, 'expireBatch')
  story.height += 1200
  for (const name of ['vision-1', 'vision-2', 'vision-3', 'chat-2']) {
    story.batch(name, 'releaseBonds')
  }
}

if (import.meta.main) generateExample(join(import.meta.dirname, 'data'))
