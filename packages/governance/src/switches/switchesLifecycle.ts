import {
  defineCommand,
  defineLifecycle,
  flag,
  list,
  reject,
  text,
  units,
  type Lifecycle,
} from '@tlmkit/core'
import { governanceParamsOf } from '../governanceParamsOf.js'
import type { SwitchMessage, SwitchSignatures } from './SwitchSignatures.js'
import type { Switches, SwitchState } from './switchWorks.js'

/** Signatures that one order may carry. */
const SIGNATURES_MAX = 100

const NEW_SWITCH: SwitchState = { isOn: false, nonce: 0n }

export interface SwitchesOptions {
  readonly switches: Switches
  readonly signatures: SwitchSignatures
  /** Name of the network, which is part of what is signed. */
  readonly networkName: () => string
}

/**
 * The lifecycle `switches`, whose works are called like the switches that the network's config
 * lists: `flip(isOn, nonce, expiresAt, signatures)`.
 *
 * Rule: at least `emergencySignersMin` of `emergencySigners` have signed the order; each counts
 * once. Orders of a switch are numbered from 0, and each is carried out once.
 * Units: `expiresAt` in seconds, itself still good.
 * Errors, in this order: `unknown-switch`, `signature-invalid` (of nobody who is named),
 * `signature-repeated` (too few because one signed twice), `signers-short`, `signature-expired`,
 * `nonce-used`, `nonce-too-high`.
 * Source: spec/governance.md, Emergency switch.
 */
export function switchesLifecycle({
  switches,
  signatures: { signerOf },
  networkName,
}: SwitchesOptions): Lifecycle<'switches', SwitchState> {
  return defineLifecycle<SwitchState>()({
    name: 'switches',
    commands: {
      flip: defineCommand<SwitchState>()({
        columns: {
          ...{ isOn: flag(), nonce: units(), expiresAt: units() },
          signatures: list({ signature: text() }, SIGNATURES_MAX),
        },
        codes: [
          ...(['unknown-switch', 'signature-invalid', 'signature-repeated'] as const),
          ...(['signers-short', 'signature-expired', 'nonce-used', 'nonce-too-high'] as const),
        ],
        timed: true,
        reduce(state = NEW_SWITCH, { isOn, nonce, expiresAt, signatures }, context) {
          const { work, time, paramsNow } = context
          if (!Object.hasOwn(switches, work)) return reject('unknown-switch')
          const { emergencySigners, emergencySignersMin } = governanceParamsOf(paramsNow)
          const message: SwitchMessage = {
            ...{ network: networkName(), switch: work },
            ...{ isOn, nonce, expiresAt },
          }
          const signers = signatures.map(({ signature }) => {
            return signerOf(message, signature, emergencySigners)
          })
          const isNamed = (signer: string | undefined): boolean =>
            signer !== undefined && emergencySigners.includes(signer)
          if (!signers.every(isNamed)) return reject('signature-invalid')
          const distinct = new Set(signers)
          if (BigInt(distinct.size) < emergencySignersMin) {
            const isRepeated = distinct.size < signers.length
            return reject(isRepeated ? 'signature-repeated' : 'signers-short')
          }
          if (time > expiresAt) return reject('signature-expired')
          if (nonce < state.nonce) return reject('nonce-used')
          if (nonce > state.nonce) return reject('nonce-too-high')
          const events = [{ event: isOn ? 'switched-on' : 'switched-off', fields: { nonce } }]
          return { state: { isOn, nonce: nonce + 1n }, events }
        },
      }),
    },
  })
}
