import { canonicalJson, initialState, stateToJson, type State } from '@tlmkit/core'
import { pocketNetwork } from '@tlmkit/presets'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { callCli, createFolder } from '../fixtures/callCli.js'

const POCKET = ['--network', 'pocket']
const STATE = [...POCKET, '--state', 'pocket.json']

let folder = ''
beforeEach(() => {
  folder = createFolder()
  writeFileSync(join(folder, 'pocket.json'), canonicalJson(stateToJson(state)))
})
const call = (...args: string[]) => callCli(folder, args)
const json = (text: string): unknown => JSON.parse(text)

/** A state of Pocket's network at height 20 whose third version is not in force yet. */
const state: State = {
  ...initialState(pocketNetwork, {
    params: [
      { version: 1, from: 0n, values: { network: { mintRatio: '0.975' } } },
      {
        version: 2,
        from: 20n,
        values: { network: { mintRatio: '39/40', proofSubmissionFee: 5n } },
      },
      { version: 3, from: 21n, values: { network: { mintRatio: '0.9', proofSubmissionFee: '5' } } },
    ],
  }),
  height: 20n,
}

describe('params', () => {
  test('lists what each is, may be, and changes', async () => {
    const { exit, stdout, stderr } = await call('params', ...STATE)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    const shown = /^ {2}proofSubmissionFee[^]*?\n(?= {2}target)|^burn-equals-mint\n[^]*?\n\n/gm
    const mint = /^ {2}mintRatio[^]*?\n(?= {2}over)/m
    const head = stdout.split('\n').slice(0, 5)
    expect(
      [...head, mint.exec(stdout)?.[0], ...(stdout.match(shown) ?? [])].join('\n'),
    ).toMatchSnapshot()
  })

  test('lists what each was', async () => {
    const { exit, stdout } = await call('params', ...STATE, '--history')
    expect(exit).toBe(0)
    expect(stdout).toMatchSnapshot()
    const never = await call('params', ...POCKET, '--history')
    expect(never.stdout).toBe('Parameters of pocket over 1 version\n  none changed\n')
  })

  test('explains one, by its key or its name', async () => {
    const explained = await call('params', ...STATE, '--explain', 'mintRatio')
    expect(explained).toMatchObject({ exit: 0, stderr: '' })
    expect(explained.stdout).toMatchSnapshot()
    expect(await call('params', ...STATE, '--explain', 'network.mintRatio')).toEqual(explained)
  })

  test('explains one that a module takes from the network', async () => {
    const { stdout } = await call('params', ...STATE, '--explain', 'global-mint.allocation')
    expect(stdout).toContain('taken from  network.mintAllocation: change that one')
    expect(stdout).toMatch(/Used by\n {2}global-mint.allocation {2}in relays\n/)
  })

  test('a key that modules alone have is found, and one of a close step', async () => {
    const { stdout } = await call('params', ...POCKET, '--explain', 'minted-rewards.income')
    expect(stdout).toContain('minted-rewards.income  in close')
    expect((await call('params', ...POCKET, '--explain', 'budget')).stdout).toContain(
      'max-claimable.budget of pocket',
    )
  })

  test('gives programs the same', async () => {
    const { stdout } = await call('params', ...STATE, '--explain', 'mintRatio', '--json')
    const mintRatio = {
      name: 'network.mintRatio',
      unit: 'of the settled amount',
      ...{ bounds: 'above 0 to 1', above: '0', max: '1', default: '1', current: '0.975' },
      next: { version: 3, from: '21', value: '0.9' },
      sharedBy: ['burn-equals-mint.mintRatio'],
      history: [
        { version: 1, from: '0', value: '0.975' },
        { version: 3, from: '21', value: '0.9' },
      ],
    }
    expect(json(stdout)).toMatchObject({
      ...mintRatio,
      uses: [{ name: 'burn-equals-mint.mintRatio', places: ['relays'] }],
    })
    const all = await call('params', ...STATE, '--json')
    const { params } = json(all.stdout) as { params: object[] }
    expect(params).toContainEqual(expect.objectContaining(mintRatio))
    expect(params).toContainEqual(
      expect.objectContaining({ name: 'network.proofSubmissionFee', current: '5', default: '0' }),
    )
  })
})

test('a network without parameters has none', async () => {
  const network = ['--network', join(folder, 'leases.config.ts')]
  expect((await call('params', ...network)).stdout).toBe(
    'Parameters of leases at height 0\n  none\n',
  )
})

test.each<readonly [string, readonly string[], number, string, RegExp]>([
  ['an unknown key', ['mintRato'], 1, 'param-unknown', /Did you mean "mintRatio"/],
  ['an unknown owner', ['netwrk.mintRatio'], 1, 'param-unknown', /"network\.mintRatio"/],
  ['nothing like it', ['xyz'], 1, 'param-unknown', /tlmkit params lists all/],
  ['a key that several have', ['validatorPool'], 1, 'param-ambiguous', /burn-equals-mint\.v/],
  ['no key', [], 2, 'option-value-missing', /--explain KEY/],
  ['two ways to tell', ['mintRatio', '--history'], 2, 'option-conflict', /--explain, --history/],
])('%s is refused with its code', async (_name, args, exit, code, says) => {
  const result = await call('params', ...POCKET, '--explain', ...args)
  expect(result).toMatchObject({ exit, stdout: '' })
  expect(result.stderr).toContain(`error ${code}`)
  expect(result.stderr).toMatch(says)
})

test('a module may have a value of its own, in place of that of the network', async () => {
  const values = { 'burn-equals-mint': { mintRatio: '0.8' } }
  const own = { ...state, params: [{ version: 1, from: 0n, values }] }
  writeFileSync(join(folder, 'pocket.json'), canonicalJson(stateToJson(own)))
  const { stdout } = await call('params', ...STATE)
  expect(stdout).toMatch(
    /burn-equals-mint\n +mintRatio +0\.8 {2}of the settled amount; above 0 to 1/,
  )
  const told = await call('params', ...STATE, '--explain', 'burn-equals-mint.mintRatio')
  expect(told.stdout).not.toContain('taken from')
})
