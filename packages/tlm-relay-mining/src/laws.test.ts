import { describeTlmLaws } from '@tlmkit/testing'
import * as fc from 'fast-check'
import { maxClaimable } from './maxClaimable.js'
import { relayPrice } from './relayPrice.js'
import { relayTally } from './relayTally.js'

const session = ['application', 'session']
const pendingSessions = fc.bigInt(0n, 3n)
const cells = { pendingSessions }

describeTlmLaws(relayPrice)
describeTlmLaws(relayTally)
describeTlmLaws(maxClaimable, { key: session, cells })
describeTlmLaws(maxClaimable, { key: session, cells, params: { bonusMultiplier: '2' } })
