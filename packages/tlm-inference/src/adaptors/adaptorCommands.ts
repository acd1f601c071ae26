import { claimOf, defineCommand, reject, type CommandShape } from '@tlmkit/core'
import { billParamsOf } from '../billParamsOf.js'
import type { InferenceKinds } from '../claims.js'
import type { AdaptorState } from './AdaptorState.js'

/**
 * Registers an adaptor, who binds `minAdaptorStake`: `registerAdaptor()`, by the adaptor.
 *
 * Errors, in this order: `already-registered` (also while it thaws), `balance-short`.
 * Source: spec/inference.md, registerAdaptor.
 */
export function registerAdaptor(kinds: InferenceKinds): CommandShape<AdaptorState> {
  return defineCommand<AdaptorState>()({
    columns: {},
    codes: ['already-registered'],
    reduce(state, _command, { work: adaptor, height, paramsNow }) {
      if (state !== undefined && state.status !== 'left') return reject('already-registered')
      const bond = billParamsOf(paramsNow).minAdaptorStake
      return {
        state: { status: 'registered', bond },
        claims: [claimOf(kinds['adaptor-bonds'], { adaptor, bond, height })],
      }
    },
  })
}

/**
 * An adaptor leaves: its bond thaws, and no bill can name it: `leaveAdaptor()`, by the adaptor.
 *
 * Errors: `unknown-adaptor`.
 * Source: spec/inference.md, leaveAdaptor.
 */
export function leaveAdaptor(kinds: InferenceKinds): CommandShape<AdaptorState> {
  return defineCommand<AdaptorState>()({
    columns: {},
    codes: ['unknown-adaptor'],
    reduce(state, _command, { work: adaptor, height, paramsNow }) {
      if (state?.status !== 'registered') return reject('unknown-adaptor')
      const { bond } = state
      return {
        state: { status: 'leaving', bond, ripeAt: height + billParamsOf(paramsNow).adaptorThaw },
        claims: [claimOf(kinds['adaptor-thaws'], { adaptor, bond, height })],
      }
    },
  })
}

/**
 * An adaptor that left takes its bond: `withdrawAdaptor()`, by the adaptor.
 *
 * Errors, in this order: `unknown-adaptor` (also while it is registered), `still-thawing`.
 * Source: spec/inference.md, leaveAdaptor.
 */
export function withdrawAdaptor(kinds: InferenceKinds): CommandShape<AdaptorState> {
  return defineCommand<AdaptorState>()({
    columns: {},
    codes: ['unknown-adaptor', 'still-thawing'],
    reduce(state, _command, { work: adaptor, height }) {
      if (state?.status !== 'leaving') return reject('unknown-adaptor')
      if (height < state.ripeAt) return reject('still-thawing')
      const { bond } = state
      return {
        state: { status: 'left' },
        claims: [claimOf(kinds['adaptor-withdrawals'], { adaptor, bond, height })],
      }
    },
  })
}
