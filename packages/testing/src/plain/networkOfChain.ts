// long: one case per piece of the grammar
import {
  account,
  amount,
  amountLike,
  defineClaimKind,
  defineNetwork,
  definePipeline,
  defineTlm,
  flag,
  id,
  list,
  module,
  oneOf,
  rate,
  ratio,
  select,
  units,
  unitsConstant,
  use,
  when,
  type Condition,
  type Network,
  type PureScope,
  type SettleScope,
  type SymbolicAccount,
  type SymbolicAmount,
  type SymbolicId,
  type SymbolicList,
  type SymbolicOneOf,
  type SymbolicRate,
  type SymbolicRatio,
  type SymbolicUnits,
  type Use,
} from '@tlmkit/core'
import {
  FUNDS_FLOOR,
  type AccountPiece,
  type AmountPiece,
  type Chain,
  type ConditionPiece,
  type Mode,
  type StatementPiece,
  type TlmPiece,
  type UnitsPiece,
} from './Chain.js'

const item = { to: account(), who: id('node'), w: units(), x: amount('tok') } as const
const columns = {
  app: id('app'),
  session: units(),
  claim: id('claim'),
  node: id('node'),
  a: amount('tok'),
  b: amount('tok'),
  g: amount('gem'),
  u: units(),
  v: units(),
  r: ratio(),
  q: rate('gem', 'tok'),
  f: flag(),
  mode: oneOf('slow', 'fast', 'free'),
  to: account(),
  items: list(item),
} as const
const kind = defineClaimKind('claims', { key: ['app', 'session', 'claim'], columns })

const priced = { ...columns, claimed: amount('tok') }
const inSettle = { ...priced, before: amount('tok') }
const vocabulary = {
  version: '1.0.0',
  codes: ['refused'],
  outcomes: ['ended'],
  events: { seen: { value: amount('tok') } },
} as const

/** The network of a random chain, through the public API, for an engine to settle. */
export function networkOfChain(chain: Chain): Network {
  const uses: Use[] = []
  let before = 'settled'
  chain.forEach((tlm, index) => {
    const isFirstLimit = chain[index - 1]?.phase === 'price'
    if (tlm.phase === 'price') uses.push(use(priceOf(tlm)))
    else if (isFirstLimit) uses.push(use(firstLimitOf(tlm)))
    else {
      const writes = { after: `after${index}` }
      const made = tlm.phase === 'limit' ? laterLimitOf(tlm) : settleOf(tlm)
      uses.push(use(made, { reads: { before }, writes }))
      before = writes.after
    }
  })
  return defineNetwork({
    name: 'random',
    denominations: {
      tok: { decimals: 0, symbol: 'TOK' },
      gem: { decimals: 0, symbol: 'GEM' },
    },
    kinds: { claims: definePipeline(kind, uses) },
    floors: { 'app/funds': FUNDS_FLOOR },
  })
}

function priceOf(tlm: TlmPiece) {
  return defineTlm({
    ...vocabulary,
    name: tlm.name,
    phase: 'price',
    reads: columns,
    writes: { claimed: amount('tok') },
    rule(row, _params, claim) {
      return { claimed: new RuleWriter(row, { pure: claim }).write(tlm) }
    },
  })
}

/** Grants at most what is claimed, so that the cap holds whatever the dice say. */
function firstLimitOf(tlm: TlmPiece) {
  return defineTlm({
    ...vocabulary,
    name: tlm.name,
    phase: 'limit',
    reads: priced,
    writes: { settled: amount('tok') },
    rule(row, _params, claim) {
      const writer = new RuleWriter({ ...row, before: row.claimed }, { pure: claim })
      return { settled: row.claimed.min(writer.write(tlm)) }
    },
  })
}

function laterLimitOf(tlm: TlmPiece) {
  return defineTlm({
    ...vocabulary,
    name: tlm.name,
    phase: 'limit',
    reads: inSettle,
    writes: { after: amount('tok') },
    rule(row, _params, claim) {
      return { after: new RuleWriter(row, { pure: claim }).write(tlm) }
    },
  })
}

function settleOf(tlm: TlmPiece) {
  return defineTlm({
    ...vocabulary,
    name: tlm.name,
    phase: 'settle',
    reads: inSettle,
    writes: { after: amount('tok') },
    reasons: ['move'],
    rule(row, _params, claim) {
      return { after: new RuleWriter(row, { settle: claim }).write(tlm) }
    },
  })
}

interface Words {
  readonly reasons: 'move'
  readonly codes: 'refused'
  readonly outcomes: 'ended'
  readonly events: typeof vocabulary.events
}
type Tok = SymbolicAmount<'tok'>

interface SymbolicClaim {
  readonly app: SymbolicId<'app'>
  readonly node: SymbolicId<'node'>
  readonly a: Tok
  readonly b: Tok
  readonly g: SymbolicAmount<'gem'>
  readonly u: SymbolicUnits
  readonly v: SymbolicUnits
  readonly r: SymbolicRatio
  readonly q: SymbolicRate<'gem', 'tok'>
  readonly f: Condition
  readonly mode: SymbolicOneOf<Mode>
  readonly to: SymbolicAccount
  readonly items: SymbolicList<typeof item>
  readonly claimed?: Tok
  readonly before?: Tok
}

interface SymbolicItem {
  readonly to: SymbolicAccount
  readonly who: SymbolicId<'node'>
  readonly w: SymbolicUnits
  readonly x: Tok
}

interface Scopes {
  readonly pure?: PureScope<Words>
  readonly settle?: SettleScope<Words>
}

/** Says a described rule in the rule language. */
class RuleWriter {
  readonly #row: SymbolicClaim
  readonly #scopes: Scopes
  readonly #amounts = new Map<number, Tok>()
  readonly #units = new Map<number, SymbolicUnits>()
  #item: SymbolicItem | undefined

  constructor(row: SymbolicClaim, scopes: Scopes) {
    this.#row = row
    this.#scopes = scopes
  }

  write(tlm: TlmPiece): Tok {
    tlm.statements.forEach((each) => this.#statement(each))
    return this.#amount(tlm.result)
  }

  #amount(piece: AmountPiece): Tok {
    switch (piece.op) {
      case 'column':
        return present(this.#row[piece.name])
      case 'item':
        return present(this.#item).x
      case 'known':
        return present(this.#amounts.get(piece.number))
      case 'constant':
        return amountLike(piece.value, this.#row.a)
      case 'plus':
      case 'min':
      case 'max':
        return this.#amount(piece.x)[piece.op](this.#amount(piece.y))
      case 'minus':
        return this.#amount(piece.x).minus(this.#amount(piece.y), piece.short)
      case 'times': {
        const { r } = this.#row
        return this.#amount(piece.x).times(
          piece.ratio === 'column' ? r : piece.ratio,
          piece.rounding,
        )
      }
      case 'mulDiv':
        return this.#amount(piece.x).mulDiv(
          this.#count(piece.m),
          this.#count(piece.d),
          piece.rounding,
        )
      case 'over':
        return this.#amount(piece.x).over(this.#count(piece.units), piece.rounding)
      case 'forUnits':
        return this.#amount(piece.x).forUnits(this.#count(piece.units))
      case 'convert':
        return this.#row.g.convert(this.#row.q, piece.rounding)
      case 'select':
        return select(this.#ask(piece.condition), this.#amount(piece.x), this.#amount(piece.y))
    }
  }

  #count(piece: UnitsPiece): SymbolicUnits {
    switch (piece.op) {
      case 'column':
        return this.#row[piece.name]
      case 'item':
        return present(this.#item).w
      case 'known':
        return present(this.#units.get(piece.number))
      case 'constant':
        return unitsConstant(piece.value)
      case 'count':
        return this.#row.items.count()
      case 'countAbove':
        return this.#row.items.count(({ w }) => w.above(piece.weight))
      case 'minus':
        return this.#count(piece.x).minus(this.#count(piece.y), piece.short)
      case 'over':
        return this.#count(piece.x).over(this.#count(piece.y), piece.rounding)
      default:
        return this.#count(piece.x)[piece.op](this.#count(piece.y))
    }
  }

  #ask(piece: ConditionPiece): Condition {
    switch (piece.op) {
      case 'flag':
        return this.#row.f
      case 'mode':
        return this.#row.mode.is(piece.value)
      case 'duplicates':
        return this.#row.items.hasDuplicates(piece.field)
      case 'isZero':
        return this.#amount(piece.x).isZero()
      case 'unitsAbove':
        return this.#count(piece.x).above(this.#count(piece.y))
      case 'and':
      case 'or':
        return this.#ask(piece.x)[piece.op](this.#ask(piece.y))
      case 'not':
        return this.#ask(piece.x).not()
      default:
        return this.#amount(piece.x)[piece.op](this.#amount(piece.y))
    }
  }

  #account(piece: AccountPiece): SymbolicAccount {
    switch (piece.at) {
      case 'module':
        return module(piece.name)
      case 'app':
      case 'node':
        return this.#row[piece.at].bucket(piece.bucket)
      case 'itemWho':
        return present(this.#item).who.bucket(piece.bucket)
      case 'to':
        return this.#row.to
      case 'itemTo':
        return present(this.#item).to
    }
  }

  #statement(piece: StatementPiece): void {
    const claim = present(this.#scopes.pure ?? this.#scopes.settle)
    switch (piece.do) {
      case 'let':
        this.#amounts.set(piece.number, this.#amount(piece.value))
        return
      case 'reject':
        claim.reject(this.#ask(piece.condition), 'refused')
        return
      case 'finish':
        claim.finish(this.#ask(piece.condition), 'ended')
        return
      case 'emit':
        claim.emit('seen', { value: this.#amount(piece.value) })
        return
      case 'emitWhen': {
        const condition = this.#ask(piece.condition)
        claim.emitWhen(condition, 'seen', { value: this.#amount(piece.value) })
        return
      }
      case 'when': {
        const run = (pieces: readonly StatementPiece[]) => () => {
          pieces.forEach((each) => this.#statement(each))
        }
        const condition = this.#ask(piece.condition)
        if (piece.otherwise.length === 0) when(condition, run(piece.then))
        else when(condition, run(piece.then), run(piece.otherwise))
        return
      }
      case 'each':
        this.#each(piece)
        return
      case 'groupPresented':
      case 'groupCount':
      case 'groupSum':
      case 'groupSame':
        this.#group(piece)
        return
      default:
        this.#move(piece)
    }
  }

  #each(piece: Extract<StatementPiece, { do: 'each' }>): void {
    const looped = this.#row.items.each((row) => {
      this.#item = row
      piece.body.forEach((each) => this.#statement(each))
      const value = this.#amount(piece.sum)
      this.#item = undefined
      return value
    })
    this.#amounts.set(piece.number, looped.sum())
  }

  #group(piece: Extract<StatementPiece, { readonly keys: number }>): void {
    const names = ['app', 'session'].slice(0, piece.keys)
    const group = present(this.#scopes.pure).group(...names)
    const where = 'where' in piece && piece.where !== undefined ? this.#ask(piece.where) : undefined
    switch (piece.do) {
      case 'groupPresented':
        this.#units.set(piece.number, group.presented())
        return
      case 'groupCount':
        this.#units.set(piece.number, group.count(where))
        return
      case 'groupSum':
        this.#amounts.set(piece.number, group.sum(this.#amount(piece.value), where))
        return
      case 'groupSame':
        this.#amounts.set(piece.number, group.same(this.#amount(piece.value)))
    }
  }

  // long: one case per kind of move
  #move(piece: MovePiece): void {
    const claim = present(this.#scopes.settle)
    const reason = 'move'
    switch (piece.do) {
      case 'transfer': {
        const [from, to] = [this.#account(piece.from), this.#account(piece.to)]
        claim.transfer(this.#amount(piece.amount), { from, to, reason })
        return
      }
      case 'transferGems': {
        const [from, to] = [this.#account(piece.from), this.#account(piece.to)]
        claim.transfer(this.#row.g, { from, to, reason })
        return
      }
      case 'mint':
        claim.mint(this.#amount(piece.amount), { to: this.#account(piece.to), reason })
        return
      case 'burn':
        claim.burn(this.#amount(piece.amount), { from: this.#account(piece.from), reason })
        return
      case 'split': {
        const cuts = Object.fromEntries(
          piece.cuts.map((cut, index) => [`cut${index}`, { ...cut, to: this.#account(cut.to) }]),
        )
        const [from, rest] = [this.#account(piece.from), this.#account(piece.rest)]
        const parts = claim.split(this.#amount(piece.amount), { from, reason, cuts, rest })
        this.#amounts.set(piece.number, present(parts['rest']))
        return
      }
      case 'splitAmong': {
        const dust = typeof piece.dust === 'string' ? piece.dust : this.#account(piece.dust)
        claim.splitAmong(this.#amount(piece.amount), {
          from: this.#account(piece.from),
          reason,
          list: this.#row.items,
          to: piece.field,
          ...(piece.field === 'who' ? { bucket: 'account' } : {}),
          weight: 'w',
          dust,
        })
        return
      }
      case 'take': {
        const from = piece.from.map((each) => this.#account(each))
        const to = this.#account(piece.to)
        const { taken, short } = claim.take(this.#amount(piece.upTo), { from, to, reason })
        this.#amounts.set(piece.number, taken)
        this.#amounts.set(piece.number + 1, short)
        return
      }
      case 'balance':
        this.#amounts.set(piece.number, claim.balance(this.#account(piece.of), this.#row.a))
        return
      case 'tally':
        claim.tally(this.#count(piece.units), { on: this.#account(piece.on) })
    }
  }
}

type MovePiece = Extract<
  StatementPiece,
  {
    readonly do:
      | 'transfer'
      | 'transferGems'
      | 'mint'
      | 'burn'
      | 'split'
      | 'splitAmong'
      | 'take'
      | 'balance'
      | 'tally'
  }
>

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A random chain names what it does not have.')
  return value
}
