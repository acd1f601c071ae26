import { verifyPage, type MemoryPool, type SegmentId } from '@tlmkit/memory-pool'
import { challengedPage, pageCount } from '@tlmkit/tlm-memory'
import { createHash } from 'node:crypto'
import type { PlannedLease } from './plan.ts'
import type { Story } from './Story.ts'

const AUDIT_WINDOW = 50

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Stands for the hash of a block. */
const blockHash = (height: number): string =>
  createHash('sha256').update(`tlmkit example: block ${height}`).digest('hex')

interface Audited {
  readonly lease: PlannedLease
  readonly id: SegmentId
  readonly pool: MemoryPool
}

/** Vera audits a sealed lease, one audit after the other, until one is not answered. */
export class Audits {
  readonly #audited: Audited
  readonly #root: Uint8Array
  #count = 0
  #openedAt: number | undefined

  /** The root is that which both parties sign now. */
  constructor(audited: Audited) {
    this.#audited = audited
    this.#root = audited.pool.root(audited.id)
  }

  get root(): string {
    return hex(this.#root)
  }

  /** Does what is due at the height of the story; says whether an audit failed. */
  advance(story: Story): boolean {
    const { height } = story
    const audit = `audit-${this.#count}`
    if (this.#openedAt === undefined) this.#open(story)
    else if (height === this.#openedAt + 1) {
      story.tell('blocks', String(height), 'record', { hash: blockHash(height) })
    } else if (height === this.#openedAt + 2) {
      if (this.#answer(story, audit)) this.#openedAt = undefined
    } else if (height === this.#openedAt + AUDIT_WINDOW + 1) {
      story.tell('memory-audits', audit, 'failAudit')
      return true
    }
    return false
  }

  #open(story: Story): void {
    this.#count += 1
    this.#openedAt = story.height
    const { lease } = this.#audited.lease
    story.tell('memory-audits', `audit-${this.#count}`, 'openAudit', { auditor: 'vera', lease })
  }

  /** The node answers with what it has, which is refused if a byte of the page is not as signed. */
  #answer(story: Story, audit: string): boolean {
    const { pool, id, lease } = this.#audited
    const drawn = challengedPage(blockHash(story.height - 1), {
      ...{ lease: lease.lease, pages: pageCount(BigInt(lease.bytes)) },
    })
    const page = Number(drawn)
    const answer = pool.audit(id, page)
    const path = hex(Buffer.concat(answer.path))
    story.tell('memory-audits', audit, 'answerAudit', { page: hex(answer.bytes), path })
    return verifyPage({ root: this.#root, page, segmentBytes: lease.bytes }, answer)
  }
}
