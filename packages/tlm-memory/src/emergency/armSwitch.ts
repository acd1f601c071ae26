import { tell, type CommandContext, type LifecycleEvent, type Tell } from '@tlmkit/core'
import { epochOf, startOf } from '../leases/LeaseEnvironment.js'
import { SWITCH, switchWorks } from '../leases/works.js'
import { memoryParamsOf } from '../memoryParamsOf.js'
import { NEW_SWITCH, type SwitchState } from './SwitchState.js'

/**
 * Counts failed audits; enough of them in one epoch arm the switch.
 *
 * Rule: armed to the end of the `armedEpochs`-th epoch after it.
 * Source: spec/memory.md, Emergency.
 */
export function armSwitch(
  context: CommandContext,
  failed: bigint,
): { readonly tell: Tell; readonly events: readonly LifecycleEvent[] } {
  const { armAfter, armedEpochs } = memoryParamsOf(context.paramsNow)
  const known = context.peek(switchWorks, SWITCH) ?? NEW_SWITCH
  const epoch = epochOf(context)
  const failures = (known.epoch === epoch ? known.failures : 0n) + failed
  const counted: SwitchState = { ...known, epoch, failures }
  const isArmed = failures >= armAfter
  const until = startOf(context, epoch + 1n + armedEpochs)
  const after = isArmed ? { ...counted, armedEpoch: epoch, armedUntil: until } : counted
  return {
    tell: tell(switchWorks, SWITCH, () => after),
    events: isArmed ? [{ event: 'switch-armed', fields: { until } }] : [],
  }
}
