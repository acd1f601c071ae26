import {
  createCommandRun,
  defineCommand,
  defineLifecycle,
  initialState,
  type Network,
  type ParamSet,
  type Posting,
} from '@tlmkit/core'

type Command = { readonly height: number } & Readonly<Record<string, unknown>>

/** Work that opens, goes on and ends, and parameters that change in between. */
export interface PinnedStory {
  readonly network: Network
  /** Balances before, in base units, by account. */
  readonly opening: Readonly<Record<string, bigint>>
  /** What is there before any work. */
  readonly before: readonly Command[]
  readonly opens: readonly Command[]
  /** All that follows; heights above that of the last command that opens. */
  readonly goesOn: readonly Command[]
  /** Other values of the parameters, by owner. */
  readonly changes: ParamSet
}

/** When parameters change: never, before the work opens, or once it has opened. */
export type Change = 'never' | 'before' | 'between'

/** What a story's commands came to. */
export interface Told {
  readonly codes: readonly string[]
  /** What the commands moved that followed the opening. */
  readonly postings: readonly Posting[]
}

/** Runs a story. */
export function tellStory(story: PinnedStory, change: Change): Told {
  const { opening, before, opens, goesOn, changes } = story
  const network = governed(story.network, changes)
  const [denomination = ''] = Object.keys(network.denominations)
  const balances = new Map([[denomination, new Map(Object.entries(opening))]])
  const start = initialState(network, { balances })
  const run = createCommandRun(network, start, { id: 's', height: 10n ** 9n })
  const codes: string[] = []
  const postings: Posting[] = []
  const apply = (command: Command, moves: Posting[]): void => {
    const result = run.apply(command)
    codes.push(result.status === 'rejected' ? result.code : result.status)
    if (result.status === 'accepted') moves.push(...result.entries.flatMap((one) => one.postings))
  }
  const govern = (next: readonly Command[]): void => {
    const height = (next[0]?.height ?? 1) - 1
    const command = { lifecycle: 'council', work: 'c', command: 'set', height }
    const result = run.apply(command)
    if (result.status !== 'accepted') throw new Error(`The params did not change: ${result.status}`)
  }
  for (const command of before) apply(command, [])
  if (change === 'before') govern(opens)
  for (const command of opens) apply(command, [])
  if (change === 'between') govern(goesOn)
  for (const command of goesOn) apply(command, postings)
  run.finish()
  return { codes, postings }
}

/** A network with a lifecycle more, whose one command writes the changes. */
function governed(network: Network, changes: ParamSet): Network {
  const council = defineLifecycle<boolean>()({
    name: 'council',
    commands: {
      set: defineCommand<boolean>()({
        columns: {},
        codes: [],
        writesParams: true,
        reduce: () => ({ state: true, params: changes }),
      }),
    },
  })
  const lifecycles = new Map([...network.lifecycles, [council.name, council] as const])
  return Object.freeze({ ...network, lifecycles })
}
