// long: the whole of an independent engine, to be read next to the grammar
import type {
  AccountPiece,
  AmountPiece,
  Chain,
  ConditionPiece,
  PlainClaim,
  PlainItem,
  StatementPiece,
  TlmPiece,
  UnitsPiece,
} from './Chain.js'
import { FUNDS_FLOOR } from './Chain.js'

const MAX = 2n ** 128n - 1n

/** How the plain model says a claim ended. */
export interface PlainOutcome {
  readonly key: string
  readonly status: 'settled' | 'finished' | 'discarded'
  readonly tlm: string
  readonly code: string
  /** `debit > credit amount denomination`, in order. */
  readonly postings: readonly string[]
  /** `tlm value`, in order. */
  readonly events: readonly string[]
  /** Whether it had posted something when it was discarded. */
  readonly failedAfterPosting: boolean
}

/** What the plain model settles to. */
export interface PlainResult {
  /** `denomination account` -> base units. Supply accounts count up. */
  readonly balances: ReadonlyMap<string, bigint>
  readonly tallies: ReadonlyMap<string, bigint>
  readonly outcomes: readonly PlainOutcome[]
}

/**
 * Settles claims under a random chain, one claim at a time, over maps and bigints.
 *
 * Rule: written from the rule language's description, not from core: no plan, no slots, no undo
 * list. It copies what a claim may change, and keeps the copy or drops it.
 */
export function plainSettle(
  chain: Chain,
  claims: readonly PlainClaim[],
  opening: ReadonlyMap<string, bigint>,
): PlainResult {
  const ordered = inKeyOrder(claims)
  const runs = ordered
    .filter(({ refusal }) => refusal === '')
    .map(({ claim }) => new ClaimRun(claim))
  for (const tlm of chain) if (tlm.phase !== 'settle') runPure(tlm, runs)
  const books = { balances: new Map(opening), tallies: new Map<string, bigint>() }
  const outcomes: PlainOutcome[] = []
  let next = 0
  for (const { claim, refusal } of ordered) {
    const run = refusal === '' ? runs[next++] : undefined
    outcomes.push(run === undefined ? refused(claim, refusal) : settleOne(chain, run, books))
  }
  return { ...books, outcomes }
}

interface Books {
  balances: Map<string, bigint>
  tallies: Map<string, bigint>
}

function settleOne(chain: Chain, run: ClaimRun, books: Books): PlainOutcome {
  run.books = { balances: new Map(books.balances), tallies: new Map(books.tallies) }
  for (const tlm of chain) if (tlm.phase === 'settle' && run.end === undefined) runTlm(tlm, run)
  const end = run.end ?? { status: 'settled', tlm: '', code: '' }
  const kept = end.status !== 'discarded'
  if (kept) Object.assign(books, run.books)
  return {
    key: keyOf(run.claim),
    ...end,
    postings: kept ? run.postings : [],
    events: kept ? run.events : [],
    failedAfterPosting: !kept && run.postings.length > 0,
  }
}

function refused(claim: PlainClaim, code: string): PlainOutcome {
  const end = { status: 'discarded', tlm: 'intake', code } as const
  return { key: keyOf(claim), ...end, postings: [], events: [], failedAfterPosting: false }
}

function keyOf({ app, session, claim }: PlainClaim): string {
  return `${app}/${session}/${claim}`
}

interface Arrived {
  readonly claim: PlainClaim
  readonly refusal: string
}

/** By key; of equal claims the second is refused, of different ones with one key all are. */
function inKeyOrder(claims: readonly PlainClaim[]): readonly Arrived[] {
  const byKey = Map.groupBy(claims, keyOf)
  const arrived = [...byKey.values()].flatMap((same): readonly Arrived[] => {
    const texts = new Set(same.map(textOf))
    if (texts.size > 1) return same.map((claim) => ({ claim, refusal: 'conflicting-claims' }))
    return same.map((claim, place) => ({ claim, refusal: place === 0 ? '' : 'duplicate-claim' }))
  })
  return arrived.sort(({ claim: x }, { claim: y }) =>
    firstOf(byBytes(x.app, y.app), Number(x.session - y.session), byBytes(x.claim, y.claim)),
  )
}

function textOf(claim: PlainClaim): string {
  return JSON.stringify(claim, (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  )
}

/** UTF-8 bytes sort as code points do. */
function byBytes(x: string, y: string): number {
  const [a, b] = [x, y].map((text) => Array.from(text, (each) => each.codePointAt(0) ?? 0))
  if (a === undefined || b === undefined) return 0
  const place = a.findIndex((point, index) => point !== b[index])
  if (place < 0) return a.length - b.length
  return (a[place] ?? 0) - (b[place] ?? -1)
}

function firstOf(...orders: readonly number[]): number {
  return orders.find((order) => order !== 0) ?? 0
}

interface End {
  readonly status: 'settled' | 'finished' | 'discarded'
  readonly tlm: string
  readonly code: string
}

/** A value that cannot be computed, and the TLM that would have. */
class Fault {
  readonly code: string
  readonly tlm: string
  constructor(code: string, tlm: string) {
    this.code = code
    this.tlm = tlm
  }
}
type Num = bigint | Fault
type Truth = boolean | Fault

/** One claim on its way. */
class ClaimRun {
  readonly claim: PlainClaim
  /** Values that statements gave, by number. */
  readonly known = new Map<number, Num>()
  /** `claimed`, and what the TLM before gave. */
  readonly written = new Map<'claimed' | 'before', Num>()
  readonly postings: string[] = []
  readonly events: string[] = []
  end: End | undefined
  item: PlainItem | undefined
  tlm = ''
  books: Books = { balances: new Map(), tallies: new Map() }

  constructor(claim: PlainClaim) {
    this.claim = claim
  }

  fault(code: string): Fault {
    return new Fault(code, this.tlm)
  }

  discard(code: string, tlm = this.tlm): void {
    this.end = { status: 'discarded', tlm, code }
  }

  /** The value, when it is needed now; a fault discards the claim. */
  need<T extends bigint | boolean>(value: T | Fault): T | undefined {
    if (!(value instanceof Fault)) return value
    this.discard(value.code, value.tlm)
    return undefined
  }
}

/** Price and limit: statement by statement over all claims, so that groups see each other. */
function runPure(tlm: TlmPiece, runs: readonly ClaimRun[]): void {
  for (const run of runs) run.tlm = tlm.name
  for (const piece of tlm.statements) {
    if ('keys' in piece) {
      lookAtGroups(piece, runs)
      continue
    }
    for (const run of runs) if (run.end === undefined) statement(piece, run)
  }
  for (const run of runs) if (run.end === undefined) finishTlm(tlm, run)
}

function runTlm(tlm: TlmPiece, run: ClaimRun): void {
  run.tlm = tlm.name
  for (const piece of tlm.statements) {
    if (run.end !== undefined) return
    statement(piece, run)
  }
  if (run.end === undefined) finishTlm(tlm, run)
}

/** What a TLM returns is demanded, used or not. */
function finishTlm(tlm: TlmPiece, run: ClaimRun): void {
  const given = amountOf(tlm.result, run)
  const isFirstLimit = tlm.phase === 'limit' && !run.written.has('before')
  const claimed = run.written.get('claimed') ?? 0n
  const value = isFirstLimit ? both(claimed, given, (x, y) => (x < y ? x : y)) : given
  if (run.need(value) === undefined) return
  run.written.set(tlm.phase === 'price' ? 'claimed' : 'before', value)
}

function lookAtGroups(
  piece: Extract<StatementPiece, { readonly keys: number }>,
  runs: readonly ClaimRun[],
): void {
  const groups = Map.groupBy(runs, ({ claim }) =>
    piece.keys === 1 ? claim.app : `${claim.app}/${claim.session}`,
  )
  for (const group of groups.values()) {
    const value = groupValue(piece, group)
    for (const run of group) run.known.set(piece.number, value(run))
  }
}

function groupValue(
  piece: Extract<StatementPiece, { readonly keys: number }>,
  group: readonly ClaimRun[],
): (run: ClaimRun) => Num {
  if (piece.do === 'groupPresented') return () => BigInt(group.length)
  const values: bigint[] = []
  for (const run of group) {
    if (run.end !== undefined) continue
    const counts = 'where' in piece && piece.where !== undefined ? ask(piece.where, run) : true
    if (run.need(counts) !== true) continue
    const value = run.need(piece.do === 'groupCount' ? 1n : amountOf(piece.value, run))
    if (value !== undefined) values.push(value)
  }
  if (piece.do === 'groupSame') {
    const agreed = values.every((value) => value === values[0])
    return (run) => (agreed ? (values[0] ?? 0n) : run.fault('group-disagrees'))
  }
  const sum = values.reduce((total, value) => total + value, 0n)
  return (run) => (sum > MAX ? run.fault('overflow') : sum)
}

function both(x: Num, y: Num, of: (x: bigint, y: bigint) => Num): Num {
  if (x instanceof Fault) return x
  return y instanceof Fault ? y : of(x, y)
}

function ranged(run: ClaimRun, value: bigint): Num {
  return value > MAX ? run.fault('overflow') : value
}

function rounded(n: bigint, d: bigint, rounding: 'floor' | 'ceil'): bigint {
  return n / d + (rounding === 'ceil' && n % d > 0n ? 1n : 0n)
}

function minus(run: ClaimRun, [x, y]: readonly [Num, Num], short: 'zero' | 'reject'): Num {
  return both(x, y, (a, b) => {
    if (a >= b) return a - b
    return short === 'zero' ? 0n : run.fault('below-zero')
  })
}

function quotient(run: ClaimRun, [x, y]: readonly [Num, Num], rounding: 'floor' | 'ceil'): Num {
  return both(x, y, (a, b) => (b === 0n ? run.fault('division-by-zero') : rounded(a, b, rounding)))
}

function pairwise(run: ClaimRun, op: 'plus' | 'min' | 'max' | 'times', [x, y]: [Num, Num]): Num {
  return both(x, y, (a, b) => {
    if (op === 'plus') return ranged(run, a + b)
    if (op === 'times') return ranged(run, a * b)
    return (op === 'min') === a < b ? a : b
  })
}

function amountOf(piece: AmountPiece, run: ClaimRun): Num {
  const { claim } = run
  switch (piece.op) {
    case 'column':
      if (piece.name === 'claimed') return run.written.get('claimed') ?? 0n
      if (piece.name === 'before') {
        return run.written.get('before') ?? run.written.get('claimed') ?? 0n
      }
      return claim[piece.name]
    case 'item':
      return run.item?.x ?? 0n
    case 'known':
      return run.known.get(piece.number) ?? 0n
    case 'constant':
      return piece.value
    case 'plus':
    case 'min':
    case 'max':
      return pairwise(run, piece.op, [amountOf(piece.x, run), amountOf(piece.y, run)])
    case 'minus':
      return minus(run, [amountOf(piece.x, run), amountOf(piece.y, run)], piece.short)
    case 'times': {
      const { num, den } = piece.ratio === 'column' ? claim.r : piece.ratio
      const x = amountOf(piece.x, run)
      return both(x, 0n, (a) => ranged(run, rounded(a * num, den, piece.rounding)))
    }
    case 'mulDiv': {
      const [m, d] = [unitsOf(piece.m, run), unitsOf(piece.d, run)]
      return both(
        amountOf(piece.x, run),
        both(m, d, () => 0n),
        (a) => {
          if (typeof m !== 'bigint' || typeof d !== 'bigint') return 0n
          if (d === 0n) return run.fault('division-by-zero')
          return ranged(run, rounded(a * m, d, piece.rounding))
        },
      )
    }
    case 'over':
      return quotient(run, [amountOf(piece.x, run), unitsOf(piece.units, run)], piece.rounding)
    case 'forUnits':
      return pairwise(run, 'times', [amountOf(piece.x, run), unitsOf(piece.units, run)])
    case 'convert':
      return ranged(run, rounded(claim.g * claim.q.num, claim.q.den, piece.rounding))
    case 'select': {
      const chosen = ask(piece.condition, run)
      if (chosen instanceof Fault) return chosen
      return amountOf(chosen ? piece.x : piece.y, run)
    }
  }
}

function unitsOf(piece: UnitsPiece, run: ClaimRun): Num {
  const { claim } = run
  switch (piece.op) {
    case 'column':
      return claim[piece.name]
    case 'item':
      return run.item?.w ?? 0n
    case 'known':
      return run.known.get(piece.number) ?? 0n
    case 'constant':
      return piece.value
    case 'count':
      return BigInt(claim.items.length)
    case 'countAbove':
      return BigInt(claim.items.filter(({ w }) => w > piece.weight).length)
    case 'minus':
      return minus(run, [unitsOf(piece.x, run), unitsOf(piece.y, run)], piece.short)
    case 'over':
      return quotient(run, [unitsOf(piece.x, run), unitsOf(piece.y, run)], piece.rounding)
    default:
      return pairwise(run, piece.op, [unitsOf(piece.x, run), unitsOf(piece.y, run)])
  }
}

function compared(x: Num, y: Num, of: (x: bigint, y: bigint) => boolean): Truth {
  if (x instanceof Fault) return x
  return y instanceof Fault ? y : of(x, y)
}

function ask(piece: ConditionPiece, run: ClaimRun): Truth {
  const { claim } = run
  switch (piece.op) {
    case 'flag':
      return claim.f
    case 'mode':
      return claim.mode === piece.value
    case 'duplicates':
      return claim.items.some((item, i) =>
        claim.items.some((other, j) => j > i && other[piece.field] === item[piece.field]),
      )
    case 'isZero':
      return compared(amountOf(piece.x, run), 0n, (x) => x === 0n)
    case 'above':
      return compared(amountOf(piece.x, run), amountOf(piece.y, run), (x, y) => x > y)
    case 'atLeast':
      return compared(amountOf(piece.x, run), amountOf(piece.y, run), (x, y) => x >= y)
    case 'below':
      return compared(amountOf(piece.x, run), amountOf(piece.y, run), (x, y) => x < y)
    case 'is':
      return compared(amountOf(piece.x, run), amountOf(piece.y, run), (x, y) => x === y)
    case 'unitsAbove':
      return compared(unitsOf(piece.x, run), unitsOf(piece.y, run), (x, y) => x > y)
    case 'not': {
      const x = ask(piece.x, run)
      return x instanceof Fault ? x : !x
    }
    default: {
      const [x, y] = [ask(piece.x, run), ask(piece.y, run)]
      if (x instanceof Fault) return x
      if (y instanceof Fault) return y
      return piece.op === 'and' ? x && y : x || y
    }
  }
}

function accountOf(piece: AccountPiece, run: ClaimRun): string {
  const { claim, item } = run
  switch (piece.at) {
    case 'module':
      return `module/${piece.name}`
    case 'app':
      return `app/${claim.app}/${piece.bucket}`
    case 'node':
      return `node/${claim.node}/${piece.bucket}`
    case 'itemWho':
      return `node/${item?.who ?? ''}/${piece.bucket}`
    case 'to':
      return claim.to
    case 'itemTo':
      return item?.to ?? ''
  }
}

interface Move {
  readonly from: string
  readonly to: string
  readonly denomination?: string
}

function floorOf(account: string): bigint {
  return /^app\/.*\/funds$/.test(account) ? FUNDS_FLOOR : 0n
}

/** Moves base units: zero posts nothing; short of funds, or too much on one account, discards. */
function post(run: ClaimRun, amount: bigint, { from, to, denomination = 'tok' }: Move): void {
  if (amount === 0n || run.end !== undefined) return
  const { balances } = run.books
  const holds = (account: string): bigint => balances.get(`${denomination} ${account}`) ?? 0n
  const minted = from === 'supply/mint'
  if (!minted && holds(from) - amount < floorOf(from)) {
    run.discard('insufficient-funds')
    return
  }
  const tooMuch = [...(from === to ? [] : [to]), ...(minted ? [from] : [])]
  if (tooMuch.some((account) => holds(account) + amount > MAX)) {
    run.discard('balance-overflow')
    return
  }
  balances.set(`${denomination} ${from}`, minted ? holds(from) + amount : holds(from) - amount)
  balances.set(`${denomination} ${to}`, holds(to) + amount)
  run.postings.push(`${from} > ${to} ${amount} ${denomination}`)
}

function statement(piece: StatementPiece, run: ClaimRun): void {
  switch (piece.do) {
    case 'let':
      run.known.set(piece.number, amountOf(piece.value, run))
      return
    case 'reject':
      if (run.need(ask(piece.condition, run)) === true) run.discard('refused')
      return
    case 'finish':
      if (run.need(ask(piece.condition, run)) === true) {
        run.end = { status: 'finished', tlm: run.tlm, code: 'ended' }
      }
      return
    case 'emit':
    case 'emitWhen': {
      if (piece.do === 'emitWhen' && run.need(ask(piece.condition, run)) !== true) return
      const value = run.need(amountOf(piece.value, run))
      if (value !== undefined) run.events.push(`${run.tlm} ${value}`)
      return
    }
    case 'when': {
      const holds = run.need(ask(piece.condition, run))
      if (holds === undefined) return
      for (const each of holds ? piece.then : piece.otherwise) {
        if (run.end === undefined) statement(each, run)
      }
      return
    }
    case 'each': {
      let sum: Num = 0n
      for (const item of run.claim.items) {
        run.item = item
        for (const each of piece.body) if (run.end === undefined) statement(each, run)
        if (run.end !== undefined) return
        sum = both(sum, amountOf(piece.sum, run), (x, y) => x + y)
      }
      run.item = undefined
      run.known.set(
        piece.number,
        both(sum, 0n, (whole) => ranged(run, whole)),
      )
      return
    }
    default:
      move(piece, run)
  }
}

type MovePiece = Exclude<
  StatementPiece,
  { readonly do: 'let' | 'reject' | 'finish' | 'emit' | 'emitWhen' | 'when' | 'each' }
>

// long: one case per kind of move
function move(piece: MovePiece, run: ClaimRun): void {
  switch (piece.do) {
    case 'transfer':
    case 'mint':
    case 'burn': {
      const amount = run.need(amountOf(piece.amount, run))
      if (amount === undefined) return
      const from = piece.do === 'mint' ? 'supply/mint' : accountOf(piece.from, run)
      const to = piece.do === 'burn' ? 'supply/burn' : accountOf(piece.to, run)
      post(run, amount, { from, to })
      return
    }
    case 'transferGems': {
      const [from, to] = [accountOf(piece.from, run), accountOf(piece.to, run)]
      post(run, run.claim.g, { from, to, denomination: 'gem' })
      return
    }
    case 'split':
      split(piece, run)
      return
    case 'splitAmong':
      splitAmong(piece, run)
      return
    case 'take': {
      const upTo = run.need(amountOf(piece.upTo, run))
      if (upTo === undefined) return
      let left = upTo
      for (const source of piece.from) {
        const from = accountOf(source, run)
        const free = (run.books.balances.get(`tok ${from}`) ?? 0n) - floorOf(from)
        const taken = free <= 0n ? 0n : free < left ? free : left
        post(run, taken, { from, to: accountOf(piece.to, run) })
        if (run.end !== undefined) return
        left -= taken
      }
      run.known.set(piece.number, upTo - left)
      run.known.set(piece.number + 1, left)
      return
    }
    case 'balance': {
      const held = run.books.balances.get(`tok ${accountOf(piece.of, run)}`)
      run.known.set(piece.number, held ?? 0n)
      return
    }
    case 'tally': {
      const counted = run.need(unitsOf(piece.units, run))
      if (counted === undefined || counted === 0n) return
      const { tallies } = run.books
      const on = accountOf(piece.on, run)
      tallies.set(on, (tallies.get(on) ?? 0n) + counted)
      return
    }
    default:
      throw new Error(`${piece.do} stands where only moves may.`)
  }
}

function split(piece: Extract<StatementPiece, { do: 'split' }>, run: ClaimRun): void {
  const from = accountOf(piece.from, run)
  const whole = run.need(amountOf(piece.amount, run))
  if (whole === undefined) return
  let rest: Num = whole
  for (const { to, share, round, of } of piece.cuts) {
    const part: bigint | undefined = run.need(
      both(of === 'whole' ? whole : rest, 0n, (x) => rounded(x * share.num, share.den, round)),
    )
    if (part === undefined) return
    post(run, part, { from, to: accountOf(to, run) })
    if (run.end !== undefined) return
    rest = minus(run, [rest, part], 'reject')
  }
  run.known.set(piece.number, rest)
  const last = run.need(rest)
  if (last !== undefined) post(run, last, { from, to: accountOf(piece.rest, run) })
}

function splitAmong(piece: Extract<StatementPiece, { do: 'splitAmong' }>, run: ClaimRun): void {
  const { items } = run.claim
  const whole = run.need(amountOf(piece.amount, run))
  if (whole === undefined) return
  const weights = items.reduce((sum, { w }) => sum + w, 0n)
  if (weights === 0n) {
    run.discard('weights-sum-zero')
    return
  }
  const parts = items.map((item, place) => ({
    place,
    id: item[piece.field],
    to: piece.field === 'to' ? item.to : `node/${item.who}/account`,
    units: (whole * item.w) / weights,
    left: (whole * item.w) % weights,
  }))
  let dust = whole - parts.reduce((sum, { units }) => sum + units, 0n)
  if (piece.dust === 'largestRemainder') {
    const order = [...parts].sort((x, y) => {
      if (x.left !== y.left) return x.left > y.left ? -1 : 1
      return firstOf(byBytes(x.id, y.id), x.place - y.place)
    })
    for (const part of order) {
      if (dust === 0n) break
      part.units += 1n
      dust -= 1n
    }
  }
  const taker = piece.dust === 'first' ? parts[0] : piece.dust === 'last' ? parts.at(-1) : undefined
  if (taker !== undefined) {
    taker.units += dust
    dust = 0n
  }
  const from = accountOf(piece.from, run)
  for (const { to, units } of parts) post(run, units, { from, to })
  if (typeof piece.dust !== 'string') post(run, dust, { from, to: accountOf(piece.dust, run) })
}
