/**
 * An amount as events write it: base units, then the denomination.
 *
 * Units: base units.
 * Source: spec/pocket.md section 9.1.
 * @example formatCoin(12n, 'upokt') // '12upokt'
 */
export function formatCoin(amount: bigint, denomination: string): string {
  return `${amount}${denomination}`
}
