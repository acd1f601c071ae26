import { describeLaws, describeTlmLaws } from '@tlmkit/testing'
import {
  clawback,
  compensate,
  compensateTreasury,
  payInsuranceSurplus,
  penaltySplit,
} from './index.js'
import { insuranceNetwork } from './insuranceNetwork.fixture.js'

describeTlmLaws(penaltySplit)
describeTlmLaws(penaltySplit, { params: { failureBurnRate: '1/3' } })
describeTlmLaws(clawback)
describeTlmLaws(compensate)
describeTlmLaws(compensateTreasury)
describeTlmLaws(payInsuranceSurplus)
describeLaws(insuranceNetwork())
