import { createExplainer, initialState, settle, type SettleInput } from '@tlmkit/core'
import { network } from './network.ts'

const job = (name: string, worker: string, tasks: number) => ({
  customer: 'c',
  job: name,
  worker,
  service: 'labels',
  tasks,
  proof: 'shown',
  opened: 90,
  done: 95,
})

export const input: SettleInput = {
  id: 'day-1',
  height: 100n,
  claims: {
    jobs: {
      rows: [
        job('a', 'w1', 100),
        job('b', 'w2', 40),
        job('nobody', 'w9', 10),
        job('nothing', 'w1', 0),
        { ...job('unproven', 'w2', 30), proof: 'missing' },
        { ...job('early', 'w1', 10), done: 101 },
      ],
    },
  },
  tables: {
    workers: {
      rows: [
        { worker: 'w1', price: '7', weight: 3 },
        { worker: 'w2', price: '5', weight: 4 },
      ],
    },
  },
}

export const state = initialState(network)
export const result = settle(network, state, input)
export const explainer = createExplainer(network, { state, input, blocks: result.blocks })
