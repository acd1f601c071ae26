import type { CommandContext, Lifecycle, LifecycleState, Tell } from '@tlmkit/core'
import { Dice, fuzzRuns, fuzzSeed } from '@tlmkit/testing'
import { describe, expect, test } from 'vitest'
import { changeStake, stakeBefore, stakeOf, totalStakeBefore } from './stakeCourse.js'

/** Works as tells leave them, and how often they were looked at. */
class Works {
  readonly states = new Map<string, LifecycleState | undefined>()
  time = 0n
  peeks = 0
  readonly peek: CommandContext['peek'] = <S extends LifecycleState>(
    { name }: Lifecycle<string, S>,
    work: string,
  ) => {
    this.peeks += 1
    return this.states.get(`${name} ${work}`) as S | undefined
  }

  tell(tells: readonly Tell[]): void {
    for (const { lifecycle, work, change } of tells) {
      const name = `${lifecycle} ${work}`
      this.states.set(name, change(this.states.get(name)))
    }
  }
}

describe('what was staked before a second', () => {
  test('is found in all that was, for any second', () => {
    const seed = fuzzSeed()
    const rounds = fuzzRuns(40)
    for (let round = 0; round < rounds; round++) {
      const dice = new Dice(seed + round)
      const works = new Works()
      const changes: { readonly voter: string; readonly time: bigint; readonly change: bigint }[] =
        []
      for (let step = 0; step < dice.roll(60); step++) {
        works.time += BigInt(dice.roll(3))
        const voter = dice.pick(['a', 'b'])
        const held = stakeOf(works, voter)
        const change = dice.once(3) && held > 0n ? -held : BigInt(dice.roll(10))
        works.tell(changeStake(works, voter, change))
        changes.push({ voter, time: works.time, change })
      }
      for (let time = 0n; time <= works.time + 1n; time++) {
        const before = changes.filter((one) => one.time < time)
        const sum = (voter?: string) =>
          before
            .filter((one) => voter === undefined || one.voter === voter)
            .reduce((total, { change }) => total + change, 0n)
        const where = `seed ${seed}, round ${round}, time ${time}`
        expect(stakeBefore(works, 'a', time), where).toBe(sum('a'))
        expect(stakeBefore(works, 'b', time), where).toBe(sum('b'))
        expect(stakeBefore(works, 'nobody', time), where).toBe(0n)
        expect(totalStakeBefore(works, time), where).toBe(sum())
      }
    }
    console.info(`stake courses: ${rounds} histories, seed ${seed}`)
  })

  test('takes a logarithm of looks, a change a constant number', () => {
    const works = new Works()
    for (let step = 1n; step <= 4096n; step++) {
      works.time = 10n * step
      works.peeks = 0
      works.tell(changeStake(works, 'a', 1n))
      expect(works.peeks).toBeLessThanOrEqual(4)
    }
    for (const time of [0n, 10n, 11n, 20_480n, 20_481n, 40_960n, 40_961n, 10n ** 9n]) {
      works.peeks = 0
      const steps = time > 40_960n ? 4096n : time === 0n ? 0n : (time - 1n) / 10n
      expect(stakeBefore(works, 'a', time)).toBe(steps)
      expect(works.peeks).toBeLessThanOrEqual(2 + 13 + 1)
    }
  })

  test('changes of one second are one checkpoint', () => {
    const works = new Works()
    works.time = 7n
    for (const change of [5n, -5n, 3n]) works.tell(changeStake(works, 'a', change))
    expect(works.states.get('stake-courses voter/a')).toEqual({ staked: 3n, checkpoints: 1n })
    expect(stakeBefore(works, 'a', 7n)).toBe(0n)
    expect(stakeBefore(works, 'a', 8n)).toBe(3n)
  })
})
