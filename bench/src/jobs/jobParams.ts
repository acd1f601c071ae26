import { parseRatio } from '@tlmkit/core'
import type { JobParams } from '../plainBigint.ts'
import { STAKE_FLOOR } from './jobsNetwork.ts'
import type { JobsShape } from './JobsShape.ts'

/** The parameters of the five stages, for those who do not read them from the network. */
export function jobParams({ pricePerUnit }: JobsShape): JobParams {
  return {
    pricePerUnit,
    burn: parseRatio('0.02', 'burn'),
    shareholders: parseRatio('0.3', 'shareholders'),
    network: parseRatio('0.03', 'network'),
    treasury: parseRatio('0.045', 'treasury'),
    validators: parseRatio('0.14', 'validators'),
    stakeFloor: STAKE_FLOOR,
  }
}
