import { type SymbolicAmount, type SymbolicUnits } from '@tlmkit/core'

interface Tasks {
  readonly from: SymbolicUnits
  readonly to: SymbolicUnits
  /** Of the whole batch. */
  readonly tasks: SymbolicUnits
}

/** What tasks from `from` to `to`, itself not included, are paid of the pay of all. */
export function payOfTasks<D extends string>(
  nodesPay: SymbolicAmount<D>,
  { from, to, tasks }: Tasks,
): SymbolicAmount<D> {
  const until = nodesPay.mulDiv(to, tasks, 'floor')
  return until.minus(nodesPay.mulDiv(from, tasks, 'floor'), 'reject')
}
