import { expect, test } from 'vitest'
import { batchOf, type Batch } from './batch.fixture.js'
import { recomputeProof } from './recomputeProof.js'
import { segmentEvidence, segmentRows } from './segmentRows.js'
import { traceJudge } from './traceJudge.js'

function judged({ work }: Batch, rowChecks = ['membership']) {
  const { batch: id, tasksRoot } = work
  const traceRoot = (segment: bigint): string => work.traceRoot(Number(segment)) ?? ''
  return { id, tasks: 11n, segmentSize: 4n, segments: 3n, tasksRoot, rowChecks, traceRoot }
}

const honest = batchOf()
const cheating = batchOf({ bad: [4, 5, 10] })

test('a judge tells good, bad and invalid proofs, rows and evidence apart', () => {
  const judge = traceJudge()
  const [good, bad] = [judged(honest), judged(cheating)]
  expect(judge.proof(good, recomputeProof(honest.trace))).toEqual({ verdict: 'good' })
  const segments = [1n, 2n]
  expect(judge.proof(bad, recomputeProof(cheating.trace))).toEqual({ verdict: 'bad', segments })
  expect(judge.proof(bad, recomputeProof(honest.trace))).toEqual({ verdict: 'invalid' })
  const evidence = segmentEvidence(cheating.segment(1), cheating.trace.taskHashes)
  expect(judge.rows(good, 0n, segmentRows(honest.segment(0)))).toBe('good')
  expect(judge.rows(bad, 1n, evidence)).toBe('bad')
  expect(judge.rows(bad, 0n, evidence)).toBe('unopened')
  expect(judge.isShownBad(bad, 1n, evidence)).toBe(true)
  expect(judge.isShownBad(good, 1n, evidence)).toBe(false)
})

test('all row checks of a batch must accept a row, and must be known', () => {
  const none = { name: 'none', description: 'Refuses all.', check: () => false }
  const judge = traceJudge({ rowChecks: [none] })
  const proof = recomputeProof(honest.trace)
  const segments = [0n, 1n, 2n]
  const batch = judged(honest, ['membership', 'none'])
  expect(judge.proof(batch, proof)).toEqual({ verdict: 'bad', segments })
  const unknown = () => judge.proof(judged(honest, ['gone']), proof)
  expect(unknown).toThrow(expect.objectContaining({ code: 'row-check-unknown' }))
})
