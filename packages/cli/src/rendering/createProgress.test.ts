import { expect, test } from 'vitest'
import type { CliIo } from '../io/CliIo.js'
import { createProgress } from './createProgress.js'

function ioAt(clock: { ms: number }, env: CliIo['env'], isTerminal = true) {
  const texts: string[] = []
  const stream = { write: (text: string) => void texts.push(text), isTerminal }
  const io = { stdout: stream, stderr: stream, env, cwd: '', version: '', now: () => clock.ms }
  return { io, texts }
}

test('tells how far a long settlement is and how long it will take, then goes away', () => {
  const clock = { ms: 0 }
  const { io, texts } = ioAt(clock, {})
  const { onProgress, clear } = createProgress(io)
  clock.ms = 900
  onProgress(900, 4000)
  expect(texts).toEqual([])
  clock.ms = 1500
  onProgress(1000, 4000)
  onProgress(1001, 4000)
  clear()
  expect(texts).toEqual([
    '\r\u001B[K[#####...............] 25% 1,000 of 4,000 claims, 5 s left',
    '\r\u001B[K',
  ])
})

test.each([
  ['a pipe', {}, false],
  ['NO_COLOR', { NO_COLOR: '1' }, true],
  ['CI', { CI: '1' }, true],
])('shows nothing with %s', (_name, env, isTerminal) => {
  const clock = { ms: 0 }
  const { io, texts } = ioAt(clock, env, isTerminal)
  const { onProgress, clear } = createProgress(io)
  clock.ms = 5000
  onProgress(1, 4)
  clear()
  expect(texts).toEqual([])
})
