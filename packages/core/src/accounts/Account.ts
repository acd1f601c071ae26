import { InputError } from '../errors/InputError.js'
import { parseId } from './parseId.js'

/** Path of an account: `kind/owner/bucket`, or `kind/owner` for modules, pools and supply. */
export type AccountPath = string

/** Where minted units come from, and where burned ones go. Never guarded, never paid out. */
export const SUPPLY_MINT: AccountPath = 'supply/mint'
export const SUPPLY_BURN: AccountPath = 'supply/burn'

/**
 * Reads an account path from untrusted text. The supply's own accounts are refused: only rules name
 * them.
 *
 * Errors: `account-invalid`, and the codes of `parseId` for its parts.
 * @example parseAccount('application/app1/stake', 'column from')
 */
export function parseAccount(value: unknown, where: string): AccountPath {
  if (typeof value !== 'string') throw refuse(where, `a value of type ${typeof value}`)
  const parts = value.split('/')
  if (parts.length < 2 || parts.length > 3) throw refuse(where, value)
  if (parts[0] === 'supply' && parts.length === 2) throw refuse(where, value)
  for (const part of parts) parseId(part, where)
  return value
}

/** Whether an account stands for units that do not exist yet, or no more. */
export function isSupply(account: AccountPath): boolean {
  return account === SUPPLY_MINT || account === SUPPLY_BURN
}

/** The account path of one bucket of one owner: `accountOf('operator', 'op7', 'bound')`. */
export function accountOf(kind: string, owner: string, bucket: string): AccountPath {
  return `${kind}/${owner}/${bucket}`
}

function refuse(where: string, value: string): InputError {
  return new InputError({
    code: 'account-invalid',
    message: `${where}: "${value.slice(0, 80)}" is not an account: write kind/owner/bucket or kind/owner, for example operator/op7/bound, module/treasury.`,
    details: { where, value: value.slice(0, 300) },
  })
}
