import {
  amount,
  createCommandRun,
  defineCommand,
  defineLifecycle,
  defineNetwork,
  id,
  initialState,
  ratio,
  reject,
  units,
  type CommandResult,
  type SettleResult,
  type Use,
} from '@tlmkit/core'
import {
  plainSlashBook,
  slashedNodes,
  slashEvidence,
  slashKinds,
  slashNode,
  slashPipelines,
} from '../index.js'

const kinds = slashKinds('DGAI')
const stake = plainSlashBook('DGAI')

/** Work that slashes as a bill's challenge does. */
const offences = defineLifecycle<boolean>()({
  name: 'offences',
  commands: {
    slash: defineCommand<boolean>()({
      columns: {
        ...{ node: id('operator'), evidence: id('evidence'), base: amount('DGAI') },
        ...{ rate: ratio(), faultHeight: units() },
      },
      codes: ['evidence-used'],
      reduce(_state, command, context) {
        const offence = { ...command, cause: 'fake-result' } as const
        const slash = slashNode({ kinds, stake }, context, offence)
        if ('rejected' in slash) return reject('evidence-used')
        return {
          ...slash,
          state: true,
          settled: (outcomes) => ({ state: true, ...slash.settled(outcomes) }),
        }
      },
    }),
  },
})

export interface Slashing {
  readonly slash: (node: string, fields: Readonly<Record<string, unknown>>) => CommandResult
  readonly finish: () => SettleResult
}

/** A network of slashes only, with one penalty split, and operators that hold these balances. */
export function slashNetwork(
  penaltySplit: readonly Use[],
  held: Readonly<Record<string, bigint>>,
): Slashing {
  const network = defineNetwork({
    name: 'slashes',
    denominations: { DGAI: { decimals: 18, symbol: 'DGAI' } },
    kinds: slashPipelines({ denomination: 'DGAI', penaltySplit }),
    lifecycles: [offences, slashEvidence, slashedNodes],
  })
  const balances = new Map([['DGAI', new Map(Object.entries(held))]])
  const run = createCommandRun(network, initialState(network, { balances }), {
    ...{ id: 's1', height: 10n },
  })
  return {
    slash: (node, fields) =>
      run.apply({
        ...{ lifecycle: 'offences', work: node, command: 'slash', height: 7 },
        ...{ node, evidence: 'e1', faultHeight: 3, ...fields },
      }),
    finish: run.finish,
  }
}
