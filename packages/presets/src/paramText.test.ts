import { createParamStore } from '@tlmkit/governance'
import { showParam } from '@tlmkit/params'
import { expect, test } from 'vitest'
import {
  dgridNetwork,
  lagrangeMemoryNetwork,
  lagrangeMicrotask,
  pocketMainnet,
  pocketNetwork,
} from './index.js'

const networks = [
  ...[pocketNetwork, pocketMainnet, lagrangeMemoryNetwork],
  dgridNetwork,
  lagrangeMicrotask({ name: 'lagrange' }),
]

test.each(networks.map((network) => [network.name, network] as const))(
  'every parameter of %s is read from its text and written so',
  (_name, network) => {
    const store = createParamStore(network)
    expect(store.params.length).toBeGreaterThan(20)
    for (const param of store.params) {
      const { name, owner, key, initial, sharedWith } = param
      const { values, faults } = store.read([{ key: name, value: initial }])
      if (sharedWith !== undefined) {
        expect(faults, name).toMatchObject([{ code: 'unknown-key' }])
        expect(store.find(sharedWith), name).toBeDefined()
        continue
      }
      if (param.fixed === true) {
        expect(faults, name).toMatchObject([{ code: 'key-fixed' }])
        continue
      }
      expect(faults, name).toEqual([])
      expect(showParam(param, values[owner]?.[key]), name).toBe(initial)
      expect(store.valueIn(param, values), name).toBe(initial)
      expect(store.valueIn(param, {}), name).toBe(initial)
    }
    const all = store.params.filter((param) => {
      return param.sharedWith === undefined && param.fixed !== true
    })
    const changes = all.map(({ name, initial }) => ({ key: name, value: initial }))
    expect(store.check({}, changes).faults).toEqual([])
  },
)
