import { isTlmkitError, type BaseError } from '@tlmkit/core'

/** Faults listed at once. */
export const FAULTS_MAX = 100

/** Gathers coded errors instead of stopping at the first. */
export class FaultList {
  readonly errors: BaseError[] = []

  /** True when no more faults are taken. */
  get isFull(): boolean {
    return this.errors.length >= FAULTS_MAX
  }

  /** Runs a check and keeps the coded error it throws. */
  attempt(check: () => void): void {
    if (this.isFull) return
    try {
      check()
    } catch (error) {
      this.#keep(error)
    }
  }

  /** The same for a check that takes time. */
  async attemptLater(check: () => Promise<void>): Promise<void> {
    if (this.isFull) return
    try {
      await check()
    } catch (error) {
      this.#keep(error)
    }
  }

  #keep(error: unknown): void {
    if (!isTlmkitError(error)) throw error
    this.errors.push(error)
  }
}
