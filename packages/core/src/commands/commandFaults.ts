import { InputError } from '../errors/InputError.js'
import { UsageError } from '../errors/UsageError.js'
import type { Network } from '../network/defineNetwork.js'
import type { State } from '../state/State.js'
import type { Command } from './parseCommand.js'

export function unknownKind(kind: string): UsageError {
  return new UsageError({
    code: 'kind-unknown',
    message: `A lifecycle makes a claim of kind "${kind}", which the network does not have.`,
    details: { kind },
  })
}

export function undeclaredCode({ lifecycle, name }: Command, code: string): UsageError {
  return new UsageError({
    code: 'name-undeclared',
    message: `Command "${name}" of lifecycle "${lifecycle.name}" rejects with "${code}", which is not among its codes.`,
    details: { code },
  })
}

export function wrongTell(
  { lifecycle, name }: Command,
  told: { readonly lifecycle: string; readonly work: string },
): UsageError {
  return new UsageError({
    code: 'tell-invalid',
    message: `Command "${name}" of lifecycle "${lifecycle.name}" tells work "${told.work}" of lifecycle "${told.lifecycle}": tell works of the network's lifecycles, other than its own.`,
    details: told,
  })
}

export function wrongParams({ lifecycle, name }: Command): UsageError {
  return new UsageError({
    code: 'params-write-undeclared',
    message: `Command "${name}" of lifecycle "${lifecycle.name}" writes params without saying so: define it with writesParams.`,
    details: { lifecycle: lifecycle.name, command: name },
  })
}

export function anotherNetwork(network: Network, state: State): InputError {
  return new InputError({
    code: 'state-of-another-network',
    message: `The state belongs to network "${state.network}", the commands to "${network.name}".`,
  })
}
