import { toAmount } from '../amounts/Amount.js'
import { isRatio, type Ratio } from '../amounts/Ratio.js'
import { UsageError } from '../errors/UsageError.js'
import { callerLine } from './callerLine.js'
import { SUPPLY_BURN, SUPPLY_MINT, isSupply, parseAccount } from '../accounts/Account.js'
import { AnySymbolicAmount, type SymbolicAmount } from './SymbolicAmount.js'
import { SymbolicAccount } from './SymbolicAccount.js'
import { SymbolicRatio } from './SymbolicRatio.js'
import { SymbolicUnits } from './SymbolicUnits.js'
import { currentTracer } from './Tracer.js'

/** A ratio in a rule: symbolic, or an exact constant from params. */
export type RatioLike = SymbolicRatio | Ratio
/** Units in a rule: symbolic, or a constant. */
export type UnitsLike = SymbolicUnits | bigint
/** An account in a rule: symbolic, or a path from params. */
export type AccountLike = SymbolicAccount | string

export function toRatio(value: RatioLike | SymbolicUnits): SymbolicRatio | SymbolicUnits {
  if (value instanceof SymbolicRatio || value instanceof SymbolicUnits) return value
  if (!isRatio(value)) throw notExact(value, 'a ratio, such as parseRatio("0.5", "share")')
  const operation = { op: 'ratioLiteral', value } as const
  return new SymbolicRatio(currentTracer().node({ operation, type: 'ratio' }))
}

export function toUnits(value: UnitsLike): SymbolicUnits {
  if (value instanceof SymbolicUnits) return value
  if (typeof value !== 'bigint') throw notExact(value, 'units or a bigint, such as 60n')
  const operation = { op: 'literal', value: toAmount(value, 'units') } as const
  return new SymbolicUnits(currentTracer().node({ operation, type: 'units' }))
}

export function toAccount(value: AccountLike): SymbolicAccount {
  if (value instanceof SymbolicAccount) return value
  const account = isSupply(value) ? value : parseAccount(value, 'account of a rule')
  const operation = { op: 'accountLiteral', account } as const
  return new SymbolicAccount(currentTracer().node({ operation, type: 'account' }))
}

/** A constant number of base units of the denomination of `like`. */
export function amountLike<D extends string>(
  value: bigint,
  like: SymbolicAmount<D>,
): SymbolicAmount<D> {
  return constantAmount(value, like.denomination)
}

/**
 * A constant amount of a denomination named outright, which the network must declare.
 * For counters that move like money, such as one notice per actor.
 */
export function amountOf<const D extends string>(
  value: bigint,
  denomination: D,
): SymbolicAmount<D> {
  return constantAmount(value, denomination)
}

/** Zero base units of the denomination of `like`. */
export function zero<D extends string>(like: SymbolicAmount<D>): SymbolicAmount<D> {
  return constantAmount(0n, like.denomination)
}

/** A constant ratio of a rule. */
export function ratioConstant(value: Ratio): SymbolicRatio {
  const operation = { op: 'ratioLiteral', value } as const
  return new SymbolicRatio(currentTracer().node({ operation, type: 'ratio' }))
}

/** A constant count of a rule. */
export function unitsConstant(value: bigint): SymbolicUnits {
  return toUnits(value)
}

/** A constant account of a rule, by its path: `module/treasury`, `operator/op7/bound`. */
export function accountConstant(path: string): SymbolicAccount {
  return toAccount(path)
}

/** The account of a module: `module/treasury`. */
export function module(name: string): SymbolicAccount {
  return toAccount(`module/${name}`)
}

/** The account of a pool, which the network declares: `pool/validators`. */
export function pool(name: string): SymbolicAccount {
  return toAccount(`pool/${name}`)
}

/** Where minted units come from, and where burned ones go. */
export const supply: { readonly mint: string; readonly burn: string } = Object.freeze({
  mint: SUPPLY_MINT,
  burn: SUPPLY_BURN,
})

/** For authors without types: floats and plain numbers never become operands. */
function notExact(value: unknown, right: string): UsageError {
  const given =
    typeof value === 'number' ? `the number ${value}` : `a value of type ${typeof value}`
  return new UsageError({
    code: 'operand-invalid',
    message: `At ${callerLine()}: ${given} stands where a rule takes ${right}.`,
  })
}

function constantAmount<D extends string>(value: bigint, denomination: string): SymbolicAmount<D> {
  const operation = { op: 'literal', value: toAmount(value, denomination) } as const
  return AnySymbolicAmount.create<D>(
    currentTracer().node({ operation, type: 'amount', denomination }),
    denomination,
  )
}
