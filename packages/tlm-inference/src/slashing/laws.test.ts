import { describeTlmLaws } from '@tlmkit/testing'
import { slashBurn, takeOwnStake } from '../index.js'

const runs = { runs: 20 }
describeTlmLaws(slashBurn, runs)
describeTlmLaws(takeOwnStake, runs)
