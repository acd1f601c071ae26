import type { Plan } from '../rules/Plan.js'

/** An account as a plan names it: `application/{application}/stake`, `{owner}`, `module/dao`. */
export function accountTemplate(plan: Plan, node: number): string {
  const { operation, operands } = plan.nodes[node] ?? {}
  switch (operation?.op) {
    case 'accountLiteral':
      return operation.account
    case 'bucket':
      return `${operation.kind}/${nameTemplate(plan, operands?.[0])}/${operation.bucket}`
    default:
      return nameTemplate(plan, node)
  }
}

/** Columns that an account, id or condition is a function of. */
export function columnsOf(plan: Plan, node: number): ReadonlySet<string> {
  const { operation, operands } = plan.nodes[node] ?? {}
  if (operation?.op === 'column') return new Set([operation.column])
  if (operation?.op === 'item') return new Set(['[item]'])
  const columns = new Set<string>()
  for (const operand of operands ?? []) {
    for (const column of columnsOf(plan, operand)) columns.add(column)
  }
  return columns
}

function nameTemplate(plan: Plan, node: number | undefined): string {
  const { operation, operands } = plan.nodes[node ?? -1] ?? {}
  if (operation?.op === 'column') return `{${operation.column}}`
  if (operation?.op !== 'item') return '{?}'
  const list = plan.nodes[operands?.[0] ?? -1]?.operation
  return `{${list?.op === 'column' ? list.column : 'list'}[].${operation.field}}`
}
