import { parseId } from '../accounts/parseId.js'
import { parseNatural } from '../amounts/parseNatural.js'
import { quickNatural } from '../claims/quickCell.js'
import type { Row } from '../claims/columns.js'
import { parseRow } from '../claims/parseRow.js'
import { InputError } from '../errors/InputError.js'
import { didYouMean } from '../errors/closest.js'
import type { CommandShape, Lifecycle, LifecycleState } from '../lifecycle/defineLifecycle.js'
import type { Network } from '../network/defineNetwork.js'

/** A command, typed: which lifecycle, which piece of work, what, when. */
export interface Command {
  readonly lifecycle: Lifecycle
  readonly shape: CommandShape<LifecycleState>
  readonly name: string
  readonly work: string
  /** Name of the command itself, which is accepted once, ever. */
  readonly id: string | undefined
  /** Blocks. */
  readonly height: bigint
  /** Seconds; undefined where the command does not say. */
  readonly time: bigint | undefined
  readonly fields: Row
}

/**
 * Reads a command from untrusted data: `{ lifecycle, work, command, height, ...fields }`, and
 * perhaps an `id` and a `time`.
 *
 * Errors: `command-invalid`, `lifecycle-unknown`, `command-unknown`, and those of `parseRow`.
 */
export function parseCommand(network: Network, value: unknown, where: string): Command {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse(
      'command-invalid',
      `${where}: expected an object with lifecycle, work, command, height`,
    )
  }
  const { lifecycle, work, command, height, time, id } = value as Envelope
  const lifecycleName = parseId(lifecycle, `${where}, lifecycle`)
  const found = network.lifecycles.get(lifecycleName)
  if (found === undefined) {
    const hint = didYouMean(lifecycleName, network.lifecycles.keys())
    throw refuse('lifecycle-unknown', `${where}: there is no lifecycle "${lifecycleName}".${hint}`)
  }
  const name = parseId(command, `${where}, command`)
  const shape = Object.hasOwn(found.commands, name) ? found.commands[name] : undefined
  if (shape === undefined) {
    const hint = didYouMean(name, Object.keys(found.commands))
    throw refuse(
      'command-unknown',
      `${where}: lifecycle "${lifecycleName}" has no command "${name}".${hint}`,
    )
  }
  return {
    lifecycle: found,
    shape,
    name,
    work: parseId(work, `${where}, work`),
    id: id === undefined ? undefined : parseId(id, `${where}, id`),
    height: quickNatural(height) ?? parseNatural(height, `${where}, height`),
    time: time === undefined ? undefined : parseNatural(time, `${where}, time`),
    fields: parseRow(shape.columns, value, where, { besides: ENVELOPE }),
  }
}

const ENVELOPE: ReadonlySet<string> = new Set([
  'lifecycle',
  'work',
  'command',
  'height',
  'time',
  'id',
])

interface Envelope {
  readonly lifecycle?: unknown
  readonly work?: unknown
  readonly command?: unknown
  readonly height?: unknown
  readonly time?: unknown
  readonly id?: unknown
}

function refuse(code: string, message: string): InputError {
  return new InputError({ code, message })
}
