import { boundsText } from '@tlmkit/params'
import type { ParamFigures } from '../inspecting/paramFigures.js'
import type { NetworkState } from '../summary/paramsJson.js'
import { countOf } from './amountText.js'
import type { Style } from './createStyle.js'
import { drawTable } from './drawTable.js'
import { printable } from './printable.js'

/** All parameters for people: by owner, what each is now, what it may be, what it changes. */
export function paramsText(
  { network, state }: NetworkState,
  figures: readonly ParamFigures[],
  style: Style,
): string {
  const width = Math.max(0, ...figures.map(({ param }) => param.key.length))
  const byOwner = Map.groupBy(figures, ({ param }) => param.owner)
  const lines = [
    style.bold(`Parameters of ${network.name} at height ${state.height}`),
    ...[...byOwner].flatMap(([owner, some]) => [
      '',
      style.bold(owner),
      ...some.flatMap((each) => paramLines(each, width, style)),
    ]),
    ...(figures.length === 0 ? ['  none'] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** A value for people: `none` of an empty list. */
export function valueText(value: string): string {
  return value === '' ? 'none' : printable(value)
}

function paramLines(
  { param, current, next, source }: ParamFigures,
  width: number,
  style: Style,
): readonly string[] {
  const { key, unit, effect } = param
  const value = valueText(current)
  const head = `  ${key.padEnd(width)}`
  if (source !== undefined) return [`${head}  ${value}  from ${source}`]
  const isDefault = current === param.default
  const byDefault = isDefault ? 'the default' : `default ${valueText(param.default)}`
  const facts = [unit, boundsText(param), byDefault]
  const shown = isDefault ? value : style.bold(value)
  const rest = `  ${' '.repeat(width)}`
  return [
    `${head}  ${shown}  ${facts.join('; ')}`,
    ...(next === undefined
      ? []
      : [`${rest}  ${style.bold(valueText(next.value))}  from height ${next.from} on`]),
    `${rest}  ${style.dim(effect)}`,
  ]
}

/** The values that each parameter took, for people: those that ever changed. */
export function historyText(
  { network, state }: NetworkState,
  figures: readonly ParamFigures[],
  style: Style,
): string {
  const own = figures.filter(({ param }) => param.sharedWith === undefined)
  const changed = own.filter(({ history }) => history.length > 1)
  const rows = changed.flatMap(({ param, history }) =>
    history.map(({ version, from, value }, index) => [
      index === 0 ? param.name : '',
      version.toString(),
      from.toString(),
      valueText(value),
    ]),
  )
  const versions = countOf(state.params.length, 'version')
  const same = own.length - changed.length
  const lines = [
    style.bold(`Parameters of ${network.name} over ${versions}`),
    ...(rows.length === 0
      ? ['  none changed']
      : drawTable([['', 'version', 'from height', 'value'], ...rows], { align: 'lrrl' })),
    ...(rows.length === 0 ? [] : [`  ${same} others never changed`]),
  ]
  return `${lines.join('\n')}\n`
}
