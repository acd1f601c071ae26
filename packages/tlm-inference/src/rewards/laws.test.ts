import { describeLaws, describeTlmLaws } from '@tlmkit/testing'
import {
  adaptorReward,
  closeReward,
  nodeReward,
  openReward,
  streamWeek,
  voterPayout,
} from '../index.js'
import { RewardBench } from './rewardNetwork.fixture.js'

const runs = { runs: 20 }
describeTlmLaws(adaptorReward, runs)
describeTlmLaws(closeReward, runs)
describeTlmLaws(nodeReward, runs)
describeTlmLaws(openReward, runs)
describeTlmLaws(streamWeek, runs)
describeTlmLaws(voterPayout, runs)
describeLaws(new RewardBench().network, runs)
