import { isTlmkitError, parseRatio } from '@tlmkit/core'
import { antiCollusionHolds } from '@tlmkit/tlm-burn'
import { numPendingSessions } from '@tlmkit/tlm-relay-mining'
import { z } from 'zod'
import { pocketParams } from '../pocketParams.js'
import { integer, run, type VectorRun } from './vectorRun.fixture.js'

/** Values so wide that the one under test alone decides. */
const WIDE = {
  claimWindowOpenOffsetBlocks: '5',
  supplierUnbondingPeriodSessions: '9',
  applicationUnbondingPeriodSessions: '9',
}

const DEFAULT_SHARES = {
  dao: 0.1,
  proposer: 0.05,
  supplier: 0.7,
  sourceOwner: 0.15,
  application: 0,
}

const validate = run(
  z.strictObject({
    module: z.enum(['shared', 'tokenomics', 'proof']),
    param: z.string(),
    value: z.union([z.string(), z.number()]),
  }),
  ({ param, value }) => {
    const [name = '', member] = param.split('.')
    const key = name === 'mintEqualsBurn' ? 'mintEqualsBurnDistribution' : name
    if (!(key in pocketParams.shape)) throw new Error(`there is no parameter ${key}`)
    const plain = written(key, value)
    const given = member === undefined ? plain : { ...DEFAULT_SHARES, [member]: plain }
    return { valid: pocketParams.safeParse({ ...WIDE, [key]: given }).success }
  },
)

/** Coins without their denomination, addresses as accounts. */
function written(key: string, value: string | number): string | number {
  if (typeof value === 'number') return value
  if (key === 'daoRewardAddress') return `address/${value}`
  return value.replace(/^([0-9]+)upokt$/, '$1')
}

const sharesRow = z
  .record(z.string(), z.number())
  .transform(({ source_owner: sourceOwner, ...others }) => {
    return sourceOwner === undefined ? others : { ...others, sourceOwner }
  })

const validateAll = run(
  z.strictObject({
    mintAllocation: sharesRow.optional(),
    mintEqualsBurn: sharesRow.optional(),
    globalInflationPerClaim: z.number().optional(),
    mintRatio: z.number().optional(),
  }),
  ({ mintEqualsBurn: mintEqualsBurnDistribution, ...others }) => {
    const { success, error } = pocketParams.safeParse({ ...others, mintEqualsBurnDistribution })
    const complaints = (error?.issues ?? []).map(inWordsOfPoktroll)
    return { valid: success, errorContains: complaints.join('; ') }
  },
)

/** What an issue says, in poktroll's words, from its key and the figures in it. */
function inWordsOfPoktroll({ path, message }: z.core.$ZodIssue): string {
  const sum = /a sum of ([0-9.]+) /.exec(message)?.[1]
  if (sum !== undefined) return `do not add to 1.0: got ${Number(sum).toFixed(6)}`
  const key = String(path[0])
  const name = `${key.charAt(0).toUpperCase()}${key.slice(1)}`
  return `${name} must be greater than or equal to 0: ${message}`
}

const antiCollusion = run(
  z.strictObject({ mintRatio: z.number(), supplierShare: z.number() }),
  ({ mintRatio, supplierShare }) => {
    const supplier = parseRatio(supplierShare, 'supplier')
    const rest = `${supplier.den - supplier.num}/${supplier.den}`
    const shares = { ...DEFAULT_SHARES, proposer: 0, sourceOwner: 0, supplier, dao: rest }
    const values = { mintRatio, mintEqualsBurnDistribution: shares }
    return {
      holds: antiCollusionHolds(parseRatio(mintRatio, 'mintRatio'), supplier),
      validateBasicAccepts: pocketParams.safeParse(values).success,
    }
  },
)

const pendingSessions = run(
  z.strictObject({
    numBlocksPerSession: integer,
    claimOpen: integer,
    claimClose: integer,
    proofOpen: integer,
    proofClose: integer,
  }),
  ({ numBlocksPerSession, ...offsets }) => {
    const windows = {
      claimWindowOpenOffsetBlocks: offsets.claimOpen,
      claimWindowCloseOffsetBlocks: offsets.claimClose,
      proofWindowOpenOffsetBlocks: offsets.proofOpen,
      proofWindowCloseOffsetBlocks: offsets.proofClose,
    }
    const given = { ...WIDE, gracePeriodEndOffsetBlocks: 0, numBlocksPerSession, ...windows }
    const pending = pendingOrNone({ blocksPerSession: numBlocksPerSession, ...windows })
    return {
      valid: pocketParams.safeParse(given).success,
      numPendingSessions: pending > 0n ? '>0' : '0',
    }
  },
)

function pendingOrNone(params: Parameters<typeof numPendingSessions>[0]): bigint {
  try {
    return numPendingSessions(params)
  } catch (error) {
    if (isTlmkitError(error) && error.code === 'no-pending-sessions') return 0n
    throw error
  }
}

export const paramsRuns: Readonly<Record<string, VectorRun>> = {
  'params.validate': validate,
  'params.validateAll': validateAll,
  'params.antiCollusionInvariant': antiCollusion,
  'params.numPendingSessions': pendingSessions,
}
