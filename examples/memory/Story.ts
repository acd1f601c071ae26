import { divide, jsonLine, type Json } from '@tlmkit/core'
import { offerMessage, sealMessage } from '@tlmkit/tlm-memory'
import type { PlannedLease } from './plan.ts'
import { signAs } from './signers.ts'

type Fields = Readonly<Record<string, Json>>

/** Name of the network, part of everything that is signed. */
const DOMAIN = 'lagrange-memory'
const RHO_CAP = 7n

/** The commands that a chain would have seen, in order. */
export class Story {
  readonly #lines: Fields[] = []
  height = 1

  get text(): string {
    return this.#lines.map((line) => `${jsonLine(line)}\n`).join('')
  }

  tell(lifecycle: string, work: string, command: string, fields: Fields = {}): void {
    const id = `cmd-${this.#lines.length + 1}`
    this.#lines.push({ id, lifecycle, work, command, height: this.height, ...fields })
  }

  /** The caller reserves, with an offer that the node signed for this lease alone. */
  reserve({ lease, caller, node, bytes, maxBlocks, isPinned }: PlannedLease): void {
    const kib = divide(BigInt(bytes), 1024n, 'ceil')
    const blocks = BigInt(maxBlocks)
    const offer = { domain: DOMAIN, lease, caller, node, rhoCap: RHO_CAP, kib, blocks }
    this.tell('leases', lease, 'reserve', {
      ...{ caller, node, bytes, maxBlocks, isPinned },
      ...{ rhoCap: RHO_CAP.toString(), offerKib: Number(kib), offerBlocks: maxBlocks },
      signature: signAs(node, offerMessage(offer)),
    })
  }

  /** Both parties sign the root over the pages of a lease. */
  seal({ lease, caller, node }: PlannedLease, root: string): void {
    const message = sealMessage({ domain: DOMAIN, lease, round: 0n, root })
    for (const party of [caller, node]) {
      this.tell('leases', lease, 'seal', { party, root, signature: signAs(party, message) })
    }
  }
}
