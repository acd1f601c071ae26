/** An operation reason of poktroll's settlement results. */
export interface OpReason {
  readonly number: number
  readonly name: string
}

/**
 * The reasons of this package's postings, each with the operation reason that poktroll writes for
 * the same movement. Undefined: poktroll has no operation there.
 *
 * Rule: several of our reasons may share a number; poktroll aggregates by module pair and number.
 * Source: spec/pocket.md section 7. The module transfer of the inflation's supplier part carries 14
 * there, although 13 exists (section 5.2).
 */
export const REASONS = {
  'application-stake-burn': {
    number: 2,
    name: 'TLM_RELAY_BURN_EQUALS_MINT_APPLICATION_STAKE_BURN',
  },
  'claim-distribution-mint': {
    number: 19,
    name: 'TLM_RELAY_BURN_EQUALS_MINT_TOKENOMICS_CLAIM_DISTRIBUTION_MINT',
  },
  'supplier-module-transfer': {
    number: 4,
    name: 'TLM_RELAY_BURN_EQUALS_MINT_SUPPLIER_SHAREHOLDER_REWARD_DISTRIBUTION',
  },
  'supplier-shareholder-reward': {
    number: 4,
    name: 'TLM_RELAY_BURN_EQUALS_MINT_SUPPLIER_SHAREHOLDER_REWARD_DISTRIBUTION',
  },
  'source-owner-reward': {
    number: 17,
    name: 'TLM_RELAY_BURN_EQUALS_MINT_SOURCE_OWNER_REWARD_DISTRIBUTION',
  },
  'dao-reward': { number: 15, name: 'TLM_RELAY_BURN_EQUALS_MINT_DAO_REWARD_DISTRIBUTION' },
  'application-reward': {
    number: 18,
    name: 'TLM_RELAY_BURN_EQUALS_MINT_APPLICATION_REWARD_DISTRIBUTION',
  },
  'validator-pool': undefined,
  validator: { number: 20, name: 'TLM_RELAY_BURN_EQUALS_MINT_VALIDATOR_REWARD_DISTRIBUTION' },
  delegator: { number: 23, name: 'TLM_RELAY_BURN_EQUALS_MINT_DELEGATOR_REWARD_DISTRIBUTION' },
  inflation: { number: 3, name: 'TLM_GLOBAL_MINT_INFLATION' },
  'inflation-supplier-module-transfer': {
    number: 14,
    name: 'TLM_GLOBAL_MINT_REIMBURSEMENT_REQUEST_ESCROW_MODULE_TRANSFER',
  },
  'inflation-supplier-shareholder-reward': {
    number: 7,
    name: 'TLM_GLOBAL_MINT_SUPPLIER_SHAREHOLDER_REWARD_DISTRIBUTION',
  },
  'inflation-application-reward': {
    number: 9,
    name: 'TLM_GLOBAL_MINT_APPLICATION_REWARD_DISTRIBUTION',
  },
  'inflation-source-owner-reward': {
    number: 8,
    name: 'TLM_GLOBAL_MINT_SOURCE_OWNER_REWARD_DISTRIBUTION',
  },
  'inflation-dao-reward': { number: 5, name: 'TLM_GLOBAL_MINT_DAO_REWARD_DISTRIBUTION' },
  'inflation-validator-pool': undefined,
  'inflation-validator': {
    number: 21,
    name: 'TLM_GLOBAL_MINT_VALIDATOR_REWARD_DISTRIBUTION',
  },
  'inflation-delegator': {
    number: 24,
    name: 'TLM_GLOBAL_MINT_DELEGATOR_REWARD_DISTRIBUTION',
  },
  'reimbursement-escrow-module-transfer': {
    number: 14,
    name: 'TLM_GLOBAL_MINT_REIMBURSEMENT_REQUEST_ESCROW_MODULE_TRANSFER',
  },
  'reimbursement-escrow-dao-transfer': {
    number: 10,
    name: 'TLM_GLOBAL_MINT_REIMBURSEMENT_REQUEST_ESCROW_DAO_TRANSFER',
  },
  'supplier-slash-module-transfer': {
    number: 11,
    name: 'UNSPECIFIED_TLM_SUPPLIER_SLASH_MODULE_TRANSFER',
  },
  'supplier-slash-stake-burn': {
    number: 12,
    name: 'UNSPECIFIED_TLM_SUPPLIER_SLASH_STAKE_BURN',
  },
  'unbonding-begin': undefined,
} as const satisfies Readonly<Record<string, OpReason | undefined>>

/** A reason of this package's postings. */
export type Reason = keyof typeof REASONS
