import { defineLifecycle, type CommandContext } from '@tlmkit/core'

/** An emergency switch. */
export type SwitchState = {
  readonly isOn: boolean
  /** Orders that were carried out. */
  readonly nonce: bigint
}

/** Name of a switch -> lifecycles whose new work it stops. */
export type Switches = Readonly<Record<string, readonly string[]>>

/** Switches, by name, to look at; `switchesLifecycle` has their commands. */
export const switchWorks = defineLifecycle<SwitchState>()({ name: 'switches', commands: {} })

/** Whether a switch that stops new work of a lifecycle is on. */
export function isSwitchedOff(
  { peek }: Pick<CommandContext, 'peek'>,
  switches: Switches,
  lifecycle: string,
): boolean {
  return Object.entries(switches).some(([name, lifecycles]) => {
    return lifecycles.includes(lifecycle) && peek(switchWorks, name)?.isOn === true
  })
}
