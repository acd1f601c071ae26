import type { CommandContext } from '@tlmkit/core'
import { operatorWorks } from '../operators/OperatorState.js'
import { presentOperator, type PresentOperator } from '../pool/presentOperator.js'
import { workMissing } from '../pool/workMissing.js'
import type { ActiveTask, SubmittedTask } from './TaskState.js'

/** The operator of an accepted task, as it stands at the command's height. */
export function operatorOf(
  context: CommandContext,
  { operator }: ActiveTask | SubmittedTask,
): PresentOperator {
  const present = presentOperator(context, operator)
  if (present !== undefined) return present
  throw workMissing(operatorWorks.name, operator)
}
