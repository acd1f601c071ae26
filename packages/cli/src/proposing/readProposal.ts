import { InputError, isTlmkitError, parseAccount, parseAmount } from '@tlmkit/core'
import type { BaseError, Network, State } from '@tlmkit/core'
import { createParamStore, layOver, type ParamChange, type ParamStore } from '@tlmkit/governance'
import { CommandLineError } from '../arguments/CommandLineError.js'
import { newestOf } from '../comparing/changedParams.js'
import { findParam, paramFigures } from '../inspecting/paramFigures.js'
import type { Payment, Proposal } from './Proposal.js'

/** What stands on a command line. */
export interface ProposalTexts {
  /** `key=value`, where the key may be `owner.key`. */
  readonly changes: readonly string[]
  /** `account=amount`. */
  readonly payments: readonly string[]
}

/**
 * Reads changes and payments, and finds all that is wrong with them at once.
 *
 * Rule: each change is checked against its schema; where all are good, together against the
 * network under the newest values.
 * Errors: `change-invalid` for a text that is no change or payment at all.
 */
export function readProposal(
  network: Network,
  state: State,
  { changes: texts, payments: paid }: ProposalTexts,
): Proposal {
  const store = createParamStore(network)
  const faults: BaseError[] = []
  const changes = texts
    .map((text) => partsOf(text, 'mintRatio=0.975'))
    .map(([key, value]) => ({ key: nameOf(network, state, { key, faults }), value }))
    .filter((change): change is ParamChange => change.key !== undefined)
  const checked = store.check(newestOf(state), changes)
  for (const fault of checked.faults) {
    const { key, message } = fault
    faults.push(new InputError({ code: fault.code, message, details: { key } }))
  }
  const payments = paid
    .map((text) => partsOf(text, 'module/grants=1000'))
    .map(([to, amount]) => readPayment({ to, amount }, faults))
  const overlay = (on: State): State => ({
    ...on,
    params: on.params.map((version) => {
      return { ...version, values: layOver(version.values, checked.values) }
    }),
  })
  const params = namedParams(store, { state, after: overlay(state), changes })
  return { changes, payments, params, overlay, faults }
}

/** The parts before and behind the equals sign: the first one of a change. */
function partsOf(text: string, example: string): readonly [string, string] {
  const sign = text.indexOf('=')
  if (sign > 0) return [text.slice(0, sign).trim(), text.slice(sign + 1)]
  throw new CommandLineError({
    code: 'change-invalid',
    message: `"${text}" names nothing and its value: write ${example}.`,
    details: { text },
  })
}

interface Named {
  readonly key: string
  readonly faults: BaseError[]
}

/** The full name of a parameter; undefined where there is none, which is a fault. */
function nameOf(network: Network, state: State, { key, faults }: Named): string | undefined {
  try {
    return findParam(network, paramFigures(network, state), key).param.name
  } catch (error) {
    if (!isTlmkitError(error)) throw error
    faults.push(error)
    return undefined
  }
}

function readPayment({ to, amount }: Payment, faults: BaseError[]): Payment {
  for (const read of [() => parseAccount(to, '--pay'), () => parseAmount(amount, `--pay ${to}`)]) {
    try {
      read()
    } catch (error) {
      if (!isTlmkitError(error)) throw error
      faults.push(error)
    }
  }
  return { to, amount }
}

interface Values {
  readonly state: State
  readonly after: State
  readonly changes: readonly ParamChange[]
}

function namedParams(store: ParamStore, { state, after, changes }: Values): Proposal['params'] {
  return changes.flatMap(({ key }) => {
    const param = store.find(key)
    if (param === undefined) return []
    const [first, second] = [state, after].map((each) => store.valueIn(param, newestOf(each)))
    return [{ name: key, before: first ?? '', after: second ?? '' }]
  })
}
