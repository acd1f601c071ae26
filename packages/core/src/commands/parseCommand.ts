import { parseId } from '../accounts/parseId.js'
import { parseNatural } from '../amounts/parseNatural.js'
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
  /** Blocks. */
  readonly height: bigint
  readonly fields: Row
}

/**
 * Reads a command from untrusted data: `{ lifecycle, work, command, height, ...fields }`.
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
  const fields = new Map<string, unknown>(Object.entries(value))
  const text = (name: string): string => {
    const entry = fields.get(name)
    fields.delete(name)
    return parseId(entry, `${where}, ${name}`)
  }
  const [lifecycleName, work, name] = [text('lifecycle'), text('work'), text('command')]
  const height = parseNatural(fields.get('height'), `${where}, height`)
  fields.delete('height')
  const lifecycle = network.lifecycles.get(lifecycleName)
  if (lifecycle === undefined) {
    const hint = didYouMean(lifecycleName, network.lifecycles.keys())
    throw refuse('lifecycle-unknown', `${where}: there is no lifecycle "${lifecycleName}".${hint}`)
  }
  const shape = lifecycle.commands[name]
  if (shape === undefined) {
    const hint = didYouMean(name, Object.keys(lifecycle.commands))
    throw refuse(
      'command-unknown',
      `${where}: lifecycle "${lifecycleName}" has no command "${name}".${hint}`,
    )
  }
  const row = parseRow(shape.columns, Object.fromEntries(fields), where)
  return { lifecycle, shape, name, work, height, fields: row }
}

function refuse(code: string, message: string): InputError {
  return new InputError({ code, message })
}
