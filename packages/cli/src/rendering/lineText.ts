import { NumberText, type CommandResult } from '@tlmkit/core'
import type { LineResult } from '../running/settleGroup.js'
import type { Style } from './createStyle.js'
import { printable } from './printable.js'

const STATUS = {
  accepted: 'accepted',
  rejected: 'refused',
  repeated: 'repeated',
} as const satisfies Record<CommandResult['status'], string>
const SHOWN = 60

/** How a command calls itself, as far as it can be read. */
export interface CommandHead {
  readonly lifecycle?: string
  readonly work?: string
  readonly command?: string
  readonly height?: string
  readonly id?: string
}

/** How a result is called. */
export function statusName({ status }: CommandResult): string {
  return STATUS[status]
}

/** The envelope of a command, read from anything. */
export function commandHead(value: unknown): CommandHead {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const parts = ['lifecycle', 'work', 'command', 'height', 'id'] as const
  const members: Readonly<Record<string, unknown>> = { ...value }
  const named = parts.flatMap((part) => {
    const text = Object.hasOwn(members, part) ? plainText(members[part]) : undefined
    return text === undefined ? [] : [[part, text] as const]
  })
  return Object.fromEntries(named)
}

/** A line of a file of commands, what became of it, and its events. */
export function lineText({ line, result }: LineResult, style: Style): string {
  const { lifecycle, work, command, height } = commandHead(line.value)
  const place = [lifecycle, work].filter((part) => part !== undefined).join('/')
  const at = height === undefined ? '' : `at ${height}`
  const what = [place, command, at].filter((part) => part !== undefined && part !== '').join(' ')
  const status = statusName(result).padEnd(8)
  const shown = result.status === 'rejected' ? style.bad(status) : style.good(status)
  const number = line.number.toString().padStart(7)
  const why = refusalText(result)
  const said = [what, why].filter((part) => part !== '').join(': ')
  const events = result.status === 'accepted' ? eventTexts(result) : []
  const more = events.map((event) => `${' '.repeat(19)}event ${printable(event)}\n`)
  return `${number}  ${shown}  ${printable(said)}\n${more.join('')}`
}

/** Why a command was refused, and by whom. */
export function refusalText(result: CommandResult): string {
  if (result.status !== 'rejected') return ''
  const { code, by, message } = result
  return `${code} (${by})${message === '' ? '' : `, ${message}`}`
}

function eventTexts({ entries }: Extract<CommandResult, { status: 'accepted' }>): string[] {
  return entries.flatMap(({ events }) =>
    events.map(({ event, fields }) => {
      const shown = Object.entries(fields).map(([name, value]) => `${name} ${String(value)}`)
      return shown.length === 0 ? event : `${event}: ${shown.join(', ')}`
    }),
  )
}

function plainText(value: unknown): string | undefined {
  const text = value instanceof NumberText ? value.source : value
  if (typeof text !== 'string' && typeof text !== 'number') return undefined
  const whole = String(text)
  return whole.length > SHOWN ? `${whole.slice(0, SHOWN - 3)}...` : whole
}
