import { boundsText } from '@tlmkit/params'
import type { ParamUse } from '../inspecting/paramFigures.js'
import type { ToldParam } from '../summary/paramsJson.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'
import { valueText } from './paramsText.js'

/** All about one parameter, for people. */
export function paramText({ network, state, figures, uses }: ToldParam, style: Style): string {
  const { param, current, next, source, history } = figures
  const { name, kind, unit, initial, effect, sharedWith } = param
  const facts = [
    ['current', valueText(current)],
    ...(next === undefined
      ? []
      : [['next', `${valueText(next.value)} from height ${next.from} on`]]),
    ['bounds', boundsText(param)],
    ['unit', unit],
    ['kind', kind],
    ['default', valueText(param.default)],
    ...(initial === param.default || sharedWith !== undefined
      ? []
      : [['network', `${valueText(initial)}, where no version says otherwise`]]),
    ...(source === undefined ? [] : [['taken from', `${source}: change that one`]]),
  ]
  const rows = history.map(({ version, from, value }) => [
    version.toString(),
    from.toString(),
    valueText(value),
  ])
  const lines = [
    style.bold(`${name} of ${network.name} at height ${state.height}`),
    `  ${effect}`,
    '',
    ...drawTable(facts, { align: 'll' }),
    '',
    style.bold('Used by'),
    ...useLines(uses),
    '',
    style.bold('History'),
    ...drawTable([['version', 'from height', 'value'], ...rows], { align: 'rrl' }),
    '  Work keeps the version it opened with.',
  ]
  return `${lines.join('\n')}\n`
}

function useLines(uses: readonly ParamUse[]): readonly string[] {
  if (uses.length === 0) return ['  no TLM by shared(): lifecycles and claim kinds may read it']
  const rows = uses.map(({ name, places }) => [name, `in ${places.join(', ')}`])
  return drawTable(rows, { align: 'll' })
}
