import ts from 'typescript'
import { type SourceText, toLine, visitEach } from './SourceText.ts'
import type { Violation } from './Violation.ts'

const settlementSource = /^packages\/(?:core|governance|tlm-[^/]+)\/src\/.*(?<!\.d)\.ts$/
const testFile = /\.(?:test|test-d|bench)\.ts$/
const divisionModule = 'packages/core/src/amounts/division.ts'
const jsonWriters = ['packages/core/src/codec/']
const integerMath = new Set(['min', 'max', 'imul', 'clz32'])

const noClock = 'a settlement has no clock; take the height or the time as an input column'
const noWaiting = 'a settlement is synchronous; do I/O outside and pass the values in'
const noFloats = `amounts and rates are bigints; divide in ${divisionModule} with a named rounding`

const bannedNames: ReadonlyMap<string, readonly [rule: string, message: string]> = new Map([
  ['Date', ['date', noClock]],
  ['performance', ['date', noClock]],
  ['process', ['process', 'take what you need as a parameter; only the cli and the node see it']],
  ['Promise', ['promise', noWaiting]],
  ['console', ['console', 'emit an event or return a value; only the cli prints']],
  ['parseFloat', ['float', noFloats]],
])

/** The bans on settlement sources: the core, governance and every token logic module. */
export function findSettlementViolations({ path, file }: SourceText): Violation[] {
  if (!settlementSource.test(path) || testFile.test(path)) return []
  const violations: Violation[] = []
  visitEach(file, (node) => {
    const found = findBannedName(node) ?? findBannedSyntax(node, path) ?? findBannedCall(node, path)
    if (found === undefined) return
    const [rule, message] = found
    violations.push({ path, line: toLine(file, node.getStart(file)), rule, message })
  })
  return violations
}

type Ban = readonly [rule: string, message: string]

function findBannedName(node: ts.Node): Ban | undefined {
  if (!ts.isIdentifier(node)) return undefined
  const { parent } = node
  const isOwnName = 'name' in parent && parent.name === node
  if (isOwnName) return undefined
  if (ts.isQualifiedName(parent) && parent.right === node) return undefined
  const ban = bannedNames.get(node.text)
  return ban === undefined ? undefined : [ban[0], `${node.text}: ${ban[1]}`]
}

function findBannedSyntax(node: ts.Node, path: string): Ban | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) {
    return ['promise', `async: ${noWaiting}`]
  }
  if (ts.isForInStatement(node)) {
    return ['for-in', 'for..in has no promised order; loop over a sorted array of keys']
  }
  if (ts.isNumericLiteral(node) && !Number.isInteger(Number(node.text))) {
    return ['float', `${node.text}: ${noFloats}`]
  }
  if (ts.isBinaryExpression(node) && path !== divisionModule) {
    const { kind } = node.operatorToken
    if (kind === ts.SyntaxKind.SlashToken || kind === ts.SyntaxKind.SlashEqualsToken) {
      return ['division', `'/': divide in ${divisionModule} with a named rounding`]
    }
  }
  return undefined
}

function findBannedCall(node: ts.Node, path: string): Ban | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined
  const owner = ts.isIdentifier(node.expression) ? node.expression.text : undefined
  const member = node.name.text
  if (owner === 'Math' && member === 'random') {
    return ['random', 'Math.random: a settlement is a function of its inputs; take a seed']
  }
  if (owner === 'Math' && !integerMath.has(member)) {
    return ['float', `Math.${member}: ${noFloats}`]
  }
  if (owner === 'Number' && member === 'parseFloat') return ['float', `parseFloat: ${noFloats}`]
  if (owner === 'JSON' && member === 'stringify' && !isJsonWriter(path)) {
    return ['json', `JSON.stringify: write through the codec in ${jsonWriters.join(', ')}`]
  }
  if (member === 'localeCompare') {
    return ['locale', 'localeCompare depends on the machine; compare code units with < and >']
  }
  const isBareSort = member === 'sort' || member === 'toSorted'
  const call = node.parent
  if (isBareSort && ts.isCallExpression(call) && call.expression === node) {
    if (call.arguments.length === 0) {
      return ['sort', `.${member}(): pass a comparator; the default one compares as strings`]
    }
  }
  return undefined
}

function isJsonWriter(path: string): boolean {
  return jsonWriters.some((folder) => path.startsWith(folder))
}
