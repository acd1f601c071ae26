import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { expect, test } from 'vitest'
import {
  amount,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  defineTlm,
  Hasher,
  id,
  initialState,
  isTlmkitError,
  journalBlockToLines,
  journalFileBlock,
  journalFileEnd,
  journalFileStart,
  JournalFileReader,
  JournalReader,
  settle,
  use,
  type JournalBlock,
  type JournalEntry,
  type SettleResult,
} from '@tlmkit/core'

const payments = defineClaimKind('payments', {
  key: ['payment'],
  columns: { payment: id('payment'), payer: id('payer'), payee: id('payee'), sum: amount('tok') },
})
const pay = defineTlm({
  name: 'pay',
  version: '1.0.0',
  phase: 'settle',
  reads: { payer: id('payer'), payee: id('payee'), sum: amount() },
  reasons: ['pay'],
  events: { paid: { sum: amount() } },
  rule({ payer, payee, sum }, _params, claim) {
    const to = payee.bucket('funds')
    claim.transfer(sum, { from: payer.bucket('funds'), to, reason: 'pay' })
    claim.emit('paid', { sum })
  },
})
const network = defineNetwork({
  name: 'mutations',
  denominations: { tok: { decimals: 0, symbol: 'TOK' } },
  kinds: { payments: definePipeline(payments, [use(pay)]) },
})
const funds = new Map(['a0', 'a1', 'a2', 'a3'].map((one) => [`payer/${one}/funds`, 20_000n]))
const start = initialState(network, { balances: new Map([['tok', funds]]) })

/** A settlement of so many payments, some of which nobody can pay. */
function settled(count: number): SettleResult {
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{ payment: `p${index}`, payer: `a${index % 7}`, payee: `b${index % 11}` },
    sum: index % 90,
  }))
  return settle(network, start, { id: 's', height: 1n, claims: { payments: { rows } } })
}

/** An entry without the place that is for people only, which no hash covers. */
const hashed = (entry: JournalEntry): JournalEntry => ({ ...entry, at: '' })
const entriesOf = (blocks: readonly JournalBlock[]): readonly JournalEntry[] =>
  blocks.flatMap(({ entries }) => entries).map(hashed)

/** The same bytes with one fault: a flipped bit, a cut, or a range lost, doubled or moved. */
function mutate(bytes: Uint8Array, dice: Dice): Uint8Array {
  const place = (): number => dice.roll(bytes.length)
  const [a = 0, b = 0] = [place(), place()].sort((one, other) => one - other)
  const [before, range, after] = [bytes.subarray(0, a), bytes.subarray(a, b), bytes.subarray(b)]
  switch (dice.roll(6)) {
    case 0:
      return Buffer.concat([before])
    case 1:
      return Buffer.concat([before, after])
    case 2:
      return Buffer.concat([before, range, range, after])
    case 3:
      return Buffer.concat([range, before, after])
    case 4:
      return Buffer.concat([bytes, range.subarray(0, 40)])
    default: {
      const changed = Uint8Array.from(bytes)
      changed[a] = (changed[a] ?? 0) ^ (1 << dice.roll(8))
      return changed
    }
  }
}

interface Damage {
  readonly settlement: SettleResult
  readonly bytes: Uint8Array
  /** Mutations in the test command. */
  readonly mutations: number
  readonly read: (damaged: Uint8Array) => readonly JournalBlock[]
}

/** Reads damaged journals: each is refused with a code, or holds what the right one holds. */
function readDamaged({ settlement, bytes, mutations, read }: Damage): ReadonlyMap<string, number> {
  const right = entriesOf(settlement.blocks)
  const [runs, seed] = [fuzzRuns(mutations), fuzzSeed()]
  const dice = new Dice(seed)
  const seen = new Map<string, number>()
  for (let run = 0; run < runs; run++) {
    const came = outcomeOf(() => {
      expect(entriesOf(read(mutate(bytes, dice)))).toEqual(right)
    })
    seen.set(came, (seen.get(came) ?? 0) + 1)
  }
  const counts = [...seen].map(([code, count]) => `${code} ${count}`)
  console.info(`journal mutations: ${runs}, seed ${seed}: ${counts.join(', ')}`)
  return seen
}

function outcomeOf(read: () => void): string {
  try {
    read()
    return 'unchanged'
  } catch (error) {
    if (isTlmkitError(error)) return error.code
    if (error instanceof SyntaxError) return 'no JSON'
    throw error
  }
}

test('a damaged journal.blocks is refused with a code', () => {
  const settlement = settled(4200)
  const { blocks, receipt } = settlement
  const bytes = Buffer.concat([
    journalFileStart(),
    ...blocks.flatMap((block) => journalFileBlock(block)),
    journalFileEnd({ blocks: receipt.journalBlocks, root: receipt.journalRoot }),
  ])
  const read = (damaged: Uint8Array): readonly JournalBlock[] => {
    const found: JournalBlock[] = []
    const reader = new JournalFileReader(new Hasher(), (block) => void found.push(block))
    reader.push(damaged)
    reader.finish()
    return found
  }
  const seen = readDamaged({ settlement, bytes, mutations: 500, read })
  expect(seen.size).toBeGreaterThan(1)
})

test('a damaged journal of lines is refused with a code', () => {
  const settlement = settled(300)
  const bytes = Buffer.from(settlement.blocks.flatMap(journalBlockToLines).join('\n'))
  const read = (damaged: Uint8Array): readonly JournalBlock[] => {
    const found: JournalBlock[] = []
    const reader = new JournalReader(new Hasher(), (block) => void found.push(block))
    const lines = Buffer.from(damaged).toString('utf8').split('\n')
    lines.forEach((line, index) => {
      reader.add(JSON.parse(line), `line ${index + 1}`)
    })
    reader.finish()
    return found
  }
  const seen = readDamaged({ settlement, bytes, mutations: 600, read })
  expect(seen.size).toBeGreaterThan(2)
})
