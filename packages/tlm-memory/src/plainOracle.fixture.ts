import { divide } from '@tlmkit/core'

/** What happens to nodes and leases, in the order of heights. */
export interface PlainEvent {
  readonly height: number
  readonly do: 'declare' | 'reserve' | 'release'
  readonly node?: string
  readonly kib?: number
  readonly stake?: string
  readonly lease?: string
  readonly caller?: string
}

export interface PlainRules {
  readonly rhoGenesis: bigint
  readonly rhoMin: bigint
  readonly rhoMax: bigint
  readonly target: readonly [num: number, den: number]
  readonly sigma: readonly [num: number, den: number]
  readonly epochLengthBlocks: number
}

/** One epoch: its rho, KiB times blocks reserved, KiB of capacity. */
export interface PlainEpoch {
  readonly epoch: number
  readonly rho: string
  readonly reserved: string
  readonly capacity: string
}

interface PlainNode {
  /** Epoch in which they were told, KiB, stake. */
  readonly terms: (readonly [told: number, kib: bigint, stake: bigint])[]
}

interface PlainLease {
  readonly caller: string
  readonly node: string
  readonly kib: bigint
}

/** The fee oracle as the specification says it: block by block, nothing kept but what happened. */
export function plainOracle(
  events: readonly PlainEvent[],
  rules: PlainRules,
  epochs: number,
): readonly PlainEpoch[] {
  const nodes = new Map<string, PlainNode>()
  const leases = new Map<string, PlainLease>()
  const lines: PlainEpoch[] = []
  const length = rules.epochLengthBlocks
  let rho = rules.rhoGenesis
  let next = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    const caps = new Map([...nodes].map(([name, node]) => [name, capOf(node, epoch, rho, rules)]))
    let reserved = 0n
    for (let height = epoch * length; height < (epoch + 1) * length; height++) {
      for (; events[next]?.height === height; next++) happen(events[next], { epoch, nodes, leases })
      reserved += reservedNow(leases, caps)
    }
    const capacity = [...caps.values()].reduce((sum, cap) => sum + cap, 0n)
    const line = { reserved: String(reserved), capacity: String(capacity) }
    lines.push({ epoch, rho: String(rho), ...line })
    rho = rhoAfter(rho, reserved, capacity * BigInt(length), rules)
  }
  return lines
}

interface Scene {
  readonly epoch: number
  readonly nodes: Map<string, PlainNode>
  readonly leases: Map<string, PlainLease>
}

function happen(event: PlainEvent | undefined, { epoch, nodes, leases }: Scene): void {
  if (event === undefined) return
  const { node = '', kib = 0, stake = '0', lease = '', caller = '' } = event
  if (event.do === 'release') leases.delete(lease)
  else if (event.do === 'reserve') leases.set(lease, { caller, node, kib: BigInt(kib) })
  else {
    const known = nodes.get(node) ?? { terms: [] }
    known.terms.push([epoch, BigInt(kib), BigInt(stake)])
    nodes.set(node, known)
  }
}

function capOf({ terms }: PlainNode, epoch: number, rho: bigint, rules: PlainRules): bigint {
  const told = terms.filter(([at]) => at < epoch).at(-1)
  if (told === undefined) return 0n
  const [, kib, stake] = told
  const [num, den] = rules.sigma
  const backed = divide(
    stake * BigInt(den),
    rho * BigInt(num) * BigInt(rules.epochLengthBlocks),
    'floor',
  )
  return kib < backed ? kib : backed
}

function reservedNow(
  leases: ReadonlyMap<string, PlainLease>,
  caps: ReadonlyMap<string, bigint>,
): bigint {
  const sums = new Map<string, bigint>()
  for (const { caller, node, kib } of leases.values()) {
    if (caller !== node) sums.set(node, (sums.get(node) ?? 0n) + kib)
  }
  let reserved = 0n
  for (const [node, sum] of sums) {
    const cap = caps.get(node) ?? 0n
    reserved += sum < cap ? sum : cap
  }
  return reserved
}

/** The rule of rho, x as one fraction. */
function rhoAfter(rho: bigint, reserved: bigint, blocks: bigint, rules: PlainRules): bigint {
  const [num, den] = rules.target.map(BigInt) as [bigint, bigint]
  const [a, b] = blocks === 0n ? [0n, 1n] : [reserved, blocks]
  // x = (a / b - num / den) / (num / den)
  let [top, bottom] = [a * den - num * b, num * b]
  if (top > bottom) [top, bottom] = [1n, 1n]
  if (top < -bottom) [top, bottom] = [-1n, 1n]
  if (top === 0n) return clamp(rho, rules)
  const step = divide(rho * (top < 0n ? -top : top), bottom * 8n, 'floor')
  const delta = step === 0n ? 1n : step
  return clamp(top < 0n ? rho - delta : rho + delta, rules)
}

function clamp(rho: bigint, { rhoMin, rhoMax }: PlainRules): bigint {
  return rho < rhoMin ? rhoMin : rho > rhoMax ? rhoMax : rho
}
