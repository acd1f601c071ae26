import { AMOUNT_MAX, ratioOf, type Ratio, type Rounding } from '@tlmkit/core'
import type {
  AccountPiece,
  AmountPiece,
  Chain,
  ConditionPiece,
  CutPiece,
  PlainClaim,
  PlainItem,
  StatementPiece,
  TlmPiece,
  UnitsPiece,
} from './Chain.js'
import type { Dice } from './Dice.js'

/** A random chain: one price, one or two limits, one to three settle TLMs. */
export function randomChain(dice: Dice): Chain {
  const numbers = { next: 0 }
  const limits = 1 + dice.roll(2)
  const settles = 1 + dice.roll(3)
  const tlm = (name: string, phase: TlmPiece['phase']): TlmPiece => {
    const scene: Scene = { dice, phase, numbers, amounts: [], units: [], inItem: false }
    const count = phase === 'settle' ? 2 + dice.roll(4) : dice.roll(4)
    const statements = dice.times(count, () => statement(scene, 0))
    return { name, phase, statements, result: amount(scene, 0) }
  }
  return [
    tlm('price', 'price'),
    ...dice.times(limits, (index) => tlm(`limit-${index + 1}`, 'limit')),
    ...dice.times(settles, (index) => tlm(`settle-${index + 1}`, 'settle')),
  ]
}

/** What stands where a piece is made. */
interface Scene {
  readonly dice: Dice
  readonly phase: TlmPiece['phase']
  readonly numbers: { next: number }
  /** Numbers of amounts and of counts that may be used here. */
  readonly amounts: readonly number[]
  readonly units: readonly number[]
  readonly inItem: boolean
}

function remember(scene: Scene, what: 'amounts' | 'units'): number {
  const number = scene.numbers.next
  scene.numbers.next += 1
  const known = scene[what] as number[]
  known.push(number)
  return number
}

const roundings: readonly Rounding[] = ['floor', 'ceil']

function amount(scene: Scene, depth: number): AmountPiece {
  const { dice } = scene
  if (depth >= 2 || dice.once(3)) return amountLeaf(scene)
  const x = amount(scene, depth + 1)
  const rounding = dice.pick(roundings)
  switch (dice.roll(9)) {
    case 0:
      return { op: 'plus', x, y: amount(scene, depth + 1) }
    case 1:
      return { op: dice.pick(['min', 'max']), x, y: amount(scene, depth + 1) }
    case 2:
      return { op: 'minus', x, y: amount(scene, depth + 1), short: shortfall(dice) }
    case 3:
    case 4:
      return { op: 'times', x, ratio: dice.once(3) ? 'column' : share(dice, 100), rounding }
    case 5:
      return { op: 'mulDiv', x, m: units(scene, depth + 1), d: units(scene, depth + 1), rounding }
    case 6:
      return { op: 'over', x, units: units(scene, depth + 1), rounding }
    case 7:
      return { op: 'forUnits', x, units: units(scene, depth + 1) }
    default: {
      const condition = ask(scene, depth + 1)
      return { op: 'select', condition, x, y: amount(scene, depth + 1) }
    }
  }
}

function amountLeaf(scene: Scene): AmountPiece {
  const { dice, amounts, phase, inItem } = scene
  if (inItem && dice.once(2)) return { op: 'item' }
  if (amounts.length > 0 && dice.once(2)) return { op: 'known', number: dice.pick(amounts) }
  if (dice.once(8)) return { op: 'constant', value: BigInt(dice.roll(40)) }
  if (dice.once(10)) return { op: 'convert', rounding: dice.pick(roundings) }
  const names =
    phase === 'price' ? (['a', 'b'] as const) : (['a', 'b', 'claimed', 'before'] as const)
  return { op: 'column', name: dice.pick<'a' | 'b' | 'claimed' | 'before'>(names) }
}

function shortfall(dice: Dice): 'zero' | 'reject' {
  return dice.once(6) ? 'reject' : 'zero'
}

function units(scene: Scene, depth: number): UnitsPiece {
  const { dice } = scene
  if (depth >= 2 || dice.once(2)) return unitsLeaf(scene)
  const [x, y] = [units(scene, depth + 1), units(scene, depth + 1)]
  const op = dice.pick(['plus', 'times', 'min', 'max', 'minus', 'over'] as const)
  if (op === 'minus') return { op, x, y, short: shortfall(dice) }
  return op === 'over' ? { op, x, y, rounding: dice.pick(roundings) } : { op, x, y }
}

function unitsLeaf({ dice, units: known, inItem }: Scene): UnitsPiece {
  if (inItem && dice.once(2)) return { op: 'item' }
  if (known.length > 0 && dice.once(2)) return { op: 'known', number: dice.pick(known) }
  if (dice.once(5)) return { op: 'constant', value: BigInt(dice.roll(5)) }
  if (dice.once(6) && !inItem) {
    return dice.once(2) ? { op: 'count' } : { op: 'countAbove', weight: BigInt(dice.roll(4)) }
  }
  return { op: 'column', name: dice.pick(['u', 'v']) }
}

function ask(scene: Scene, depth: number): ConditionPiece {
  const { dice } = scene
  switch (dice.roll(depth >= 2 ? 6 : 8)) {
    case 0:
      return { op: 'flag' }
    case 1:
      return { op: 'mode', value: dice.pick(['slow', 'fast', 'free']) }
    case 2:
      return { op: 'duplicates', field: dice.pick(['to', 'who']) }
    case 3:
      return { op: 'isZero', x: amount(scene, depth + 1) }
    case 4: {
      const op = dice.pick(['above', 'atLeast', 'below', 'is'] as const)
      return { op, x: amount(scene, depth + 1), y: amount(scene, depth + 1) }
    }
    case 5:
      return { op: 'unitsAbove', x: units(scene, depth + 1), y: units(scene, depth + 1) }
    case 6:
      return { op: 'not', x: ask(scene, depth + 1) }
    default:
      return { op: dice.pick(['and', 'or']), x: ask(scene, depth + 1), y: ask(scene, depth + 1) }
  }
}

function statement(scene: Scene, depth: number): StatementPiece {
  const { dice, phase } = scene
  if (depth < 2 && dice.once(phase === 'settle' ? 5 : 8)) return block(scene, depth)
  if (phase !== 'settle' || dice.once(4)) return pureStatement(scene, depth)
  return move(scene)
}

function pureStatement(scene: Scene, depth: number): StatementPiece {
  const { dice, phase, inItem } = scene
  const groups = phase !== 'settle' && depth === 0 && !inItem
  switch (dice.roll(groups ? 9 : 5)) {
    case 0:
      return { do: 'reject', condition: rare(scene) }
    case 1:
      return { do: 'finish', condition: rare(scene) }
    case 2:
      return { do: 'emit', value: amount(scene, 1) }
    case 3:
      return { do: 'emitWhen', condition: ask(scene, 1), value: amount(scene, 1) }
    case 4: {
      const value = amount(scene, 0)
      return { do: 'let', number: remember(scene, 'amounts'), value }
    }
    default:
      return groupStatement(scene)
  }
}

/** A condition that seldom holds, so that most claims go on. */
function rare(scene: Scene): ConditionPiece {
  const never: ConditionPiece = { op: 'and', x: ask(scene, 1), y: { op: 'flag' } }
  return { op: 'and', x: never, y: { op: 'mode', value: 'free' } }
}

function groupStatement(scene: Scene): StatementPiece {
  const { dice } = scene
  const keys = 1 + dice.roll(2)
  const value = amount(scene, 1)
  const where = dice.once(2) ? ask(scene, 1) : undefined
  switch (dice.roll(10)) {
    case 0:
    case 1:
    case 2:
      return { do: 'groupPresented', number: remember(scene, 'units'), keys }
    case 3:
    case 4:
    case 5:
      return { do: 'groupCount', number: remember(scene, 'units'), keys, where }
    case 6:
    case 7:
    case 8:
      return { do: 'groupSum', number: remember(scene, 'amounts'), keys, value, where }
    default:
      return { do: 'groupSame', number: remember(scene, 'amounts'), keys, value }
  }
}

function block(scene: Scene, depth: number): StatementPiece {
  const { dice, inItem } = scene
  const inside = (more: Partial<Scene>): Scene => {
    return { ...scene, amounts: [...scene.amounts], units: [...scene.units], ...more }
  }
  if (inItem || dice.once(2)) {
    const condition = ask(scene, 1)
    const [first, second] = [inside({}), inside({})]
    const then = dice.times(dice.roll(3), () => statement(first, depth + 1))
    const otherwise = dice.times(dice.roll(2), () => statement(second, depth + 1))
    return {
      do: 'when',
      condition,
      then: acting(then),
      otherwise: otherwise.length === 0 ? [] : acting(otherwise),
    }
  }
  const item = inside({ inItem: true })
  const body = dice.times(1 + dice.roll(2), () => statement(item, depth + 1))
  const sum = amount(item, 1)
  return { do: 'each', number: remember(scene, 'amounts'), body, sum }
}

/** A condition must decide over something: values alone are no use of it. */
function acting(pieces: readonly StatementPiece[]): readonly StatementPiece[] {
  if (pieces.every((piece) => piece.do === 'let')) {
    return [...pieces, { do: 'emit', value: { op: 'constant', value: 1n } }]
  }
  return pieces
}

// long: one case per kind of move
function move(scene: Scene): StatementPiece {
  const { dice, inItem } = scene
  const [from, to] = [account(scene), account(scene)]
  const value = amount(scene, 1)
  switch (dice.roll(inItem ? 8 : 10)) {
    case 0:
    case 1:
      return { do: 'transfer', amount: value, from, to }
    case 2:
      return { do: 'transferGems', from, to }
    case 3:
      return { do: 'mint', amount: value, to }
    case 4:
      return { do: 'burn', amount: value, from }
    case 5: {
      const sources = dice.times(1 + dice.roll(3), () => account(scene))
      const number = remember(scene, 'amounts')
      remember(scene, 'amounts')
      return { do: 'take', number, upTo: value, from: sources, to }
    }
    case 6:
      return { do: 'balance', number: remember(scene, 'amounts'), of: from }
    case 7:
      return { do: 'tally', units: units(scene, 1), on: to }
    case 8: {
      const cuts = cutsOf(scene)
      const number = remember(scene, 'amounts')
      return { do: 'split', number, amount: value, from, cuts, rest: to }
    }
    default: {
      const rule = dice.pick(['first', 'last', 'largestRemainder', 'account'] as const)
      const dust = rule === 'account' ? to : rule
      return { do: 'splitAmong', amount: value, from, field: dice.pick(['to', 'who']), dust }
    }
  }
}

function cutsOf(scene: Scene): readonly CutPiece[] {
  const { dice } = scene
  let ceils = 0
  return dice.times(dice.roll(4), () => {
    const of = dice.once(3) ? 'rest' : 'whole'
    const round = of === 'whole' && ceils > 0 ? 'floor' : dice.pick(roundings)
    if (of === 'whole' && round === 'ceil') ceils += 1
    return { to: account(scene), share: share(dice, of === 'rest' ? 100 : 33), round, of }
  })
}

function account({ dice, inItem }: Scene): AccountPiece {
  if (inItem && dice.once(2)) {
    return dice.once(2) ? { at: 'itemTo' } : { at: 'itemWho', bucket: 'account' }
  }
  switch (dice.roll(5)) {
    case 0:
      return { at: 'module', name: dice.pick(['treasury', 'grants']) }
    case 1:
      return { at: 'node', bucket: 'account' }
    case 2:
      return { at: 'to' }
    default:
      return { at: 'app', bucket: dice.pick(['funds', 'stake']) }
  }
}

function share(dice: Dice, percentMax: number): Ratio {
  return ratioOf(BigInt(dice.roll(percentMax + 1)), 100n)
}

const apps = ['app1', 'app2', 'app3']
const nodes = ['node1', 'node\uffee', 'node\u{1F9FE}']
const accounts = ['module/treasury', 'node/node1/account', 'app/app1/funds', 'app/app2/stake']

/** Random claims, most with keys of their own, some twice, some in conflict. */
export function randomClaims(dice: Dice): readonly PlainClaim[] {
  const claims = dice.times(dice.roll(11), (index) => randomClaim(dice, index))
  const twice = claims.filter(() => dice.once(15))
  const conflicts = claims
    .filter(() => dice.once(30))
    .map((claim) => ({ ...claim, a: claim.a ^ 1n }))
  return [...claims, ...twice, ...conflicts]
}

function randomClaim(dice: Dice, index: number): PlainClaim {
  const items = dice.times(dice.roll(4), (): PlainItem => {
    const [to, who] = [dice.pick(accounts), dice.pick(nodes)]
    return { to, who, w: BigInt(dice.roll(4)), x: whole(dice, 30) }
  })
  return {
    app: dice.pick(apps),
    session: BigInt(9 + dice.roll(2)),
    claim: `claim${index}`,
    node: dice.pick(nodes),
    a: whole(dice, 60),
    b: whole(dice, 60),
    g: whole(dice, 20),
    u: dice.once(12) ? 0n : 1n + BigInt(dice.roll(4)),
    v: dice.once(12) ? 0n : 1n + BigInt(dice.roll(4)),
    r: share(dice, 150),
    q: share(dice, 300),
    f: dice.once(2),
    mode: dice.pick(['slow', 'fast', 'free']),
    to: dice.pick(accounts),
    items,
  }
}

/** Small, so that claims compete for the same funds; once in a while as wide as it gets. */
function whole(dice: Dice, below: number): bigint {
  if (!dice.once(90)) return BigInt(dice.roll(below))
  return dice.pick([1n << 64n, (1n << 127n) + 1n, AMOUNT_MAX - 1n, AMOUNT_MAX])
}

/** Random opening balances, tight on purpose: `denomination account` -> base units. */
export function randomBalances(dice: Dice): ReadonlyMap<string, bigint> {
  const balances = new Map<string, bigint>()
  const open = (name: string): void => {
    if (!dice.once(6)) balances.set(`tok ${name}`, whole(dice, 900))
    if (!dice.once(4)) balances.set(`gem ${name}`, whole(dice, 120))
  }
  for (const name of ['treasury', 'grants']) open(`module/${name}`)
  for (const app of apps) for (const bucket of ['funds', 'stake']) open(`app/${app}/${bucket}`)
  for (const node of nodes) open(`node/${node}/account`)
  return balances
}
