import { ratioParam, unitsParam } from '@tlmkit/params'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findParamsFaults, freshReadme } from './findParamsFaults.ts'
import { loadPackages, type ParamsPackage } from './loadPackages.ts'
import { paramsOf, rowsOf } from './paramsOf.ts'
import { NOTE } from './readmeTables.ts'

test('the tables of parameters are what the schemas say; if not, run npx -y pnpm@12 params-docs', async () => {
  const packages = await loadPackages()
  const names = packages.map(({ name }) => name)
  for (const name of ['tlm-burn', 'tlm-relay-mining', 'tlm-microtask', 'presets']) {
    expect(names).toContain(name)
  }
  expect(findParamsFaults(packages)).toEqual([])
})

describe('a package', () => {
  const fee = ratioParam('0.02', { max: '0.1', effect: 'Share of every payment.' })
  const window = unitsParam(4n, { min: 1n, unit: 'blocks', effect: 'Length of the window.' })
  const exported = {
    toyParams: z.strictObject({ fee, window }),
    pay: { version: '1.0.0', params: z.object({ share: fee }) },
    count: 7,
  }
  const start = '# x\n\n<!-- params: toyParams -->\n'
  const place = `${start}<!-- /params -->\n\n<!-- params: pay -->\n<!-- /params -->\n`
  const packageOf = (readme: string, own: object = exported): ParamsPackage => {
    const readmeUrl = new URL('file:///README.md')
    return { name: 'toy', params: paramsOf(own), others: [], readmeUrl, readme }
  }

  test('gets its tables where it asks for them', () => {
    const fresh = freshReadme(packageOf(place))
    expect(fresh.split('\n')).toEqual([
      ...['# x', '', '<!-- params: toyParams -->', NOTE, ''],
      '| key | unit | bounds | default | effect |',
      '|---|---|---|---|---|',
      '| `fee` | ratio | 0 to 0.1 | 0.02 | Share of every payment. |',
      '| `window` | blocks | from 1 | 4 | Length of the window. |',
      ...['', '<!-- /params -->', '', '<!-- params: pay -->', NOTE, ''],
      '| module | key | unit | bounds | default | effect |',
      '|---|---|---|---|---|---|',
      '| `pay` | `share` | ratio | 0 to 0.1 | 0.02 | Share of every payment. |',
      ...['', '<!-- /params -->', ''],
    ])
    expect(freshReadme(packageOf(fresh))).toBe(fresh)
    expect(findParamsFaults([packageOf(fresh)])).toEqual([])
  })

  test('with a table by hand, a missing one, or a key of no kind is told', () => {
    const faults = findParamsFaults([
      packageOf(`${start}| key |\n<!-- /params -->\n`, {
        ...exported,
        more: { version: '1.0.0', params: z.object({ mode: z.string(), share: fee }) },
      }),
    ])
    expect(faults).toEqual([
      'packages/toy/README.md is not what the schemas say: run npx -y pnpm@12 params-docs',
      expect.stringContaining('says nothing of pay: share. Write'),
      expect.stringContaining('toy: more.mode is made by no kind'),
      expect.stringContaining('says nothing of more: share. Write'),
    ])
  })

  test('a table that names no params of the package is refused', () => {
    const readme = '<!-- params: toyParms -->\n<!-- /params -->\n'
    expect(() => freshReadme(packageOf(readme))).toThrow(/"toyParms": toyParams, pay/)
  })

  test('own keys are those that no other package has', () => {
    const readme = '<!-- params: own of toyParams -->\n<!-- /params -->\n'
    const others = rowsOf(z.object({ fee }))
    const fresh = freshReadme({ ...packageOf(readme), others })
    expect(fresh).toContain('| `window` |')
    expect(fresh).not.toContain('| `fee` |')
  })
})
