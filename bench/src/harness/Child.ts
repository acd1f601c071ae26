import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { EndToEndRun } from '../endToEnd.ts'
import type { Measured } from './Contestant.ts'
import type { Task } from './createContestant.ts'
import type { Answer, Finished, PlanTask, Request } from './runTask.ts'

const RUN = join(import.meta.dirname, '..', '..', 'run.ts')

/** A process of its own for one contestant, so that its memory is its own. */
export class Child {
  readonly #process: ChildProcess

  private constructor(flag: '--task' | '--plan', about: Task | PlanTask) {
    this.#process = fork(RUN, [flag, JSON.stringify(about)])
  }

  /** Starts a process; it is ready when it has its claims. */
  static async start(task: Task): Promise<Child> {
    const child = new Child('--task', task)
    await child.#next('ready')
    return child
  }

  /** Runs a plan from file to disk in a fresh process. */
  static async runPlan(task: PlanTask): Promise<EndToEndRun> {
    const child = new Child('--plan', task)
    return (await child.#next('endToEnd')).run
  }

  async run(): Promise<Measured> {
    this.#ask('run')
    return (await this.#next('measured')).measured
  }

  async finish(): Promise<Finished> {
    this.#ask('finish')
    return (await this.#next('finished')).finished
  }

  #ask(request: Request): void {
    this.#process.send(request)
  }

  async #next<T extends Answer['type']>(type: T): Promise<Extract<Answer, { type: T }>> {
    const answer = await new Promise<Answer>((resolve, reject) => {
      const stopped = (code: number | null): void => {
        reject(new Error(`a contestant stopped with code ${code}`))
      }
      this.#process.once('exit', stopped)
      this.#process.once('message', (message) => {
        this.#process.off('exit', stopped)
        resolve(message as Answer)
      })
    })
    if (!isOf(answer, type)) throw new Error(`a contestant answered ${answer.type}, not ${type}`)
    return answer
  }
}

function isOf<T extends Answer['type']>(
  answer: Answer,
  type: T,
): answer is Extract<Answer, { type: T }> {
  return answer.type === type
}
