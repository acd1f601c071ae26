import { defineLifecycle, type Lifecycle } from '@tlmkit/core'
import { declareCommand } from './declareCommand.js'
import { delegateCommand } from './delegateCommand.js'
import { operatorWorks, type OperatorState } from './OperatorState.js'
import { payDebtCommand } from './payDebtCommand.js'
import { stakeOwnCommand } from './stakeOwnCommand.js'
import { takeBackCommand } from './takeBackCommand.js'
import { undelegateCommand } from './undelegateCommand.js'
import { unjailCommand } from './unjailCommand.js'
import { unstakeOwnCommand } from './unstakeOwnCommand.js'
import { withdrawCommand } from './withdrawCommand.js'
import { withdrawOwnCommand } from './withdrawOwnCommand.js'

/** The lifecycle of operators: work = operator id. Source: spec/stake.md, "Tasks" and "Money". */
export function operatorsLifecycle(
  denomination: string,
): Lifecycle<'stake-operators', OperatorState> {
  return defineLifecycle<OperatorState>()({
    name: operatorWorks.name,
    commands: {
      declare: declareCommand,
      stakeOwn: stakeOwnCommand,
      unstakeOwn: unstakeOwnCommand(denomination),
      delegate: delegateCommand,
      takeBack: takeBackCommand,
      undelegate: undelegateCommand,
      withdraw: withdrawCommand,
      withdrawOwn: withdrawOwnCommand,
      payDebt: payDebtCommand,
      unjail: unjailCommand,
    },
  })
}
