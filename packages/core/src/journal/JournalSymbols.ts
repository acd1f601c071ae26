import type { JournalEntry, OutcomeStatus } from './JournalEntry.js'

/** What most entries share with many others: written once, named by number. */
export interface EntryHead {
  readonly type: JournalEntry['type']
  readonly status: OutcomeStatus
  readonly kind: string
  readonly route: string
  readonly tlm: string
  readonly code: string
  readonly paramsVersion: number
  /** Parts of the key. */
  readonly parts: number
}

/** What the postings of one statement share. */
export interface PostingTemplate {
  readonly denomination: string
  readonly reason: string
  readonly tlm: string
}

/** How many symbols of each sort there are. */
export interface SymbolCounts {
  readonly names: number
  readonly accounts: number
  readonly heads: number
  readonly templates: number
}

/**
 * The symbols of one journal: names, accounts, heads of entries and templates of postings, each
 * numbered from 0 in the order in which they first appear. They are only added.
 */
export class JournalSymbols {
  readonly names: string[] = []
  readonly accounts: string[] = []
  readonly heads: EntryHead[] = []
  readonly templates: PostingTemplate[] = []
  readonly #names = new Map<string, number>()
  /** Numbers of the first `#indexed` accounts. */
  readonly #accounts = new Map<string, number>()
  #indexed = 0
  readonly #heads = new Map<string, number>()
  readonly #templates = new Map<string, number>()

  name(text: string): number {
    return numberOf(this.#names, this.names, text, text)
  }

  account(path: string): number {
    for (; this.#indexed < this.accounts.length; this.#indexed += 1) {
      this.#accounts.set(this.accounts[this.#indexed] ?? '', this.#indexed)
    }
    const number = numberOf(this.#accounts, this.accounts, path, path)
    this.#indexed = this.accounts.length
    return number
  }

  /**
   * Numbers an account that the caller asks for once: looked up only where others number accounts
   * too, since a map of all of them costs more than all their entries.
   */
  accountOnce(path: string): number {
    const known = this.#indexed === 0 ? undefined : this.#accounts.get(path)
    return known ?? this.accounts.push(path) - 1
  }

  head(head: EntryHead): number {
    const { type, status, kind, route, tlm, code, paramsVersion, parts } = head
    const key = `${type} ${status} ${paramsVersion} ${parts} ${kind}\n${route}\n${tlm}\n${code}`
    const known = this.#heads.get(key)
    if (known !== undefined) return known
    for (const text of [kind, route, tlm, code]) this.name(text)
    return numberOf(this.#heads, this.heads, key, head)
  }

  template(template: PostingTemplate): number {
    const { denomination, reason, tlm } = template
    const key = `${denomination}\n${reason}\n${tlm}`
    const known = this.#templates.get(key)
    if (known !== undefined) return known
    for (const text of [denomination, reason, tlm]) this.name(text)
    return numberOf(this.#templates, this.templates, key, { denomination, reason, tlm })
  }

  get counts(): SymbolCounts {
    return {
      names: this.names.length,
      accounts: this.accounts.length,
      heads: this.heads.length,
      templates: this.templates.length,
    }
  }
}

function numberOf<T>(numbers: Map<string, number>, list: T[], key: string, value: T): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  numbers.set(key, list.length)
  list.push(value)
  return list.length - 1
}
