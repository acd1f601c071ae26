import { ratioOf } from '@tlmkit/core'
import type { MintShares } from '../plainPocket.ts'
import type { FileWriter } from '../reference/FileWriter.ts'
import { holdersOf, relayAt, stakeOf, type Relays } from './generateRelays.ts'
import { accountNumbers } from './pocketAccounts.ts'
import { fixedPriceOf, PENDING_SESSIONS, POCKET_PARAMS } from './pocketFacts.ts'
import { POCKET_SERVICES } from './pocketServices.ts'

/** Writes relay claims as settle.c reads them: accounts by the numbers of `accountNumbers`. */
export function writeRelays(file: FileWriter, relays: Relays): void {
  writeParams(file, relays)
  writeApplications(file, relays)
  writeServices(file, relays)
  writeSuppliers(file, relays)
  writeClaims(file, relays)
  writeLists(file, relays)
}

function writeParams(file: FileWriter, { shape }: Relays): void {
  const { mintRatio, inflation, minted, inflated, bonusMultiplier, minimumStake } = POCKET_PARAMS
  file.ratio(mintRatio).ratio(inflation)
  file.ratio(ratioOf(inflation.den, inflation.den + inflation.num))
  writeShares(file, minted)
  writeShares(file, inflated)
  file.u64(PENDING_SESSIONS).u64(bonusMultiplier).u64(minimumStake)
  const { modules, markSupply } = accountNumbers(shape)
  file.u64(modules).u64(modules + 1)
  file.u64(markSupply)
  for (const module of [2, 3, 4, 5]) file.u64(modules + module)
}

function writeShares(file: FileWriter, shares: MintShares): void {
  file.ratio(shares.supplier).ratio(shares.proposer)
  file.ratio(shares.sourceOwner).ratio(shares.application)
}

function writeApplications(file: FileWriter, { shape }: Relays): void {
  const { applicationAccounts, marks } = accountNumbers(shape)
  file.u64(shape.applications)
  for (let each = 0; each < shape.applications; each++) {
    file.u128(stakeOf(shape, each)).u128(0n)
    file.u32(each).u32(applicationAccounts + each)
    file.u32(marks + each).u32(each % POCKET_SERVICES.length)
  }
}

function writeServices(file: FileWriter, { shape }: Relays): void {
  const { sources } = accountNumbers(shape)
  file.u64(POCKET_SERVICES.length)
  POCKET_SERVICES.forEach((service, place) => {
    const price = fixedPriceOf(service)
    file.u128(BigInt.asUintN(128, price)).u64(price >> 128n)
    file.u32(sources + place).u32(0)
  })
}

function writeSuppliers(file: FileWriter, { shape }: Relays): void {
  const { dues, owners } = accountNumbers(shape)
  file.u64(shape.suppliers)
  for (let each = 0; each < shape.suppliers; each++) file.u32(dues + each).u32(owners + each)
}

function writeClaims(file: FileWriter, relays: Relays): void {
  let sessions = 0
  let last = ''
  for (let index = 0; index < relays.count; index++) {
    const { computeUnits, application, session, supplier } = relayAt(relays, index)
    const name = `${application}/${session}`
    if (name !== last) sessions += 1
    last = name
    file.u64(computeUnits).u32(sessions).u32(application).u32(supplier).u32(0)
  }
}

function writeLists(file: FileWriter, { shape }: Relays): void {
  const lists = Array.from({ length: shape.suppliers }, (_, each) => holdersOf(shape, each))
  const { holders } = accountNumbers(shape)
  let items = 0
  file.u64(lists.reduce((sum, { length }) => sum + length, 0))
  for (const list of lists) {
    file.u32(items)
    items += list.length
  }
  file.u32(items)
  for (const { holder, percent } of lists.flat()) file.u32(holders + holder).u32(percent)
}
