import { WEEK_SECONDS } from '@tlmkit/tlm-inference'
import { expect, test } from 'vitest'
import { DGAI, DgridStory, OPENING } from './dgridStory.fixture.js'

const MILLI = DGAI / 1000n

function answered(story: DgridStory, work: string): void {
  const codes = [story.open(work), story.dispatch(work, ''), story.submit(work)]
  expect(codes).toEqual(['ok', 'ok', 'ok'])
}

const ENDS = ['settle', 'close'] as const

test.each(ENDS)('a %s counts in its week, and not in the one before', (end) => {
  const story = new DgridStory()
  const settles = (work: string): string => {
    if (end === 'settle') return story.settle(work)
    story.height += 1200
    return story.bill('close', {}, work)
  }
  answered(story, 'a')
  expect(settles('a')).toBe('ok')
  answered(story, 'b')
  story.time += Number(WEEK_SECONDS)
  expect(settles('b')).toBe('ok')
  const works = (lifecycle: string): unknown[] =>
    [...(story.state.lifecycles.get(lifecycle) ?? [])].map(([work, { state }]) => [work, state])
  const opening = OPENING['module/treasury']
  expect(works('treasury-stream')).toEqual([['0', expect.objectContaining({ opening })]])
  expect(works('voter-rewards')).toEqual([['0', expect.objectContaining({ pot: 250n * MILLI })]])
  const week = { cu: 100n, gross: 5_000n * MILLI }
  expect(works('reward-weeks')).toEqual([
    ['0', expect.objectContaining(week)],
    ['1', expect.objectContaining(week)],
  ])
})

test('a verdict without a time is refused, and changes nothing', () => {
  const story = new DgridStory()
  answered(story, 'a')
  const verdict = { verifier: 'vera', cu: 100, responseMs: 1, reference: 'r', time: undefined }
  expect(story.bill('settle', verdict, 'a')).toBe('time-missing')
  expect(story.settle('a')).toBe('ok')
})
