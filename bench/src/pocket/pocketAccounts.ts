import { POCKET_MAINNET_PARAMS } from '@tlmkit/presets'
import type { NumberedAccount } from '../Workload.ts'
import { stakeOf } from './generateRelays.ts'
import { POCKET_SERVICES } from './pocketServices.ts'
import type { PocketShape } from './PocketShape.ts'

/** Digits make the order of bytes the order of numbers. */
function nameOf(prefix: string, number: number): string {
  return `${prefix}-${number.toString().padStart(6, '0')}`
}

export const nameOfApplication = (application: number): string => nameOf('app', application)
export const nameOfSession = (session: number): string => nameOf('session', session)
export const nameOfSupplier = (supplier: number): string => nameOf('sup', supplier)
export const accountOfHolder = (holder: number): string => `address/${nameOf('holder', holder)}`
export const accountOfOwner = (supplier: number): string => `address/${nameOf('owner', supplier)}`
export const accountOfSource = (service: string): string => `address/owner-of-${service}`

/** Accounts of modules, in the order of their numbers. */
const MODULES = [
  'supply/burn',
  'supply/mint',
  'module/tokenomics',
  POCKET_MAINNET_PARAMS.daoRewardAddress,
  'pool/validators-minted',
  'pool/validators-inflation',
] as const

/** Where each group of accounts starts in the order of `pocketAccounts`. */
export interface AccountNumbers {
  readonly applicationAccounts: number
  readonly dues: number
  readonly owners: number
  readonly holders: number
  readonly sources: number
  readonly modules: number
  readonly marks: number
  readonly markSupply: number
}

/** Numbers of accounts: stakes first, then those groups. */
export function accountNumbers(shape: PocketShape): AccountNumbers {
  const applicationAccounts = shape.applications
  const dues = applicationAccounts + shape.applications
  const owners = dues + shape.suppliers
  const holders = owners + shape.suppliers
  const sources = holders + shape.holders
  const modules = sources + POCKET_SERVICES.length
  const marks = modules + MODULES.length
  const markSupply = marks + shape.applications
  return { applicationAccounts, dues, owners, holders, sources, modules, marks, markSupply }
}

/** Every account that a relay claim may touch, with what it holds before the settlement. */
export function* pocketAccounts(shape: PocketShape): Generator<NumberedAccount> {
  const { applications, suppliers, holders } = shape
  const empty = { opening: 0n, floor: 0n }
  const upokt = { denomination: 'upokt', ...empty }
  for (let each = 0; each < applications; each++) {
    const account = `application/${nameOfApplication(each)}/stake`
    yield { ...upokt, account, opening: stakeOf(shape, each) }
  }
  for (let each = 0; each < applications; each++) {
    yield { ...upokt, account: `application/${nameOfApplication(each)}/account` }
  }
  for (let each = 0; each < suppliers; each++) {
    yield { ...upokt, account: `supplier/${nameOfSupplier(each)}/due` }
  }
  for (let each = 0; each < suppliers; each++) yield { ...upokt, account: accountOfOwner(each) }
  for (let each = 0; each < holders; each++) yield { ...upokt, account: accountOfHolder(each) }
  for (const { name } of POCKET_SERVICES) yield { ...upokt, account: accountOfSource(name) }
  for (const account of MODULES) yield { ...upokt, account }
  const mark = { denomination: 'mark', ...empty }
  for (let each = 0; each < applications; each++) {
    yield { ...mark, account: `application/${nameOfApplication(each)}/unbonding` }
  }
  yield { ...mark, account: 'supply/mint' }
}
