import ts from 'typescript'
import { type SourceText, toLine, visitEach } from './SourceText.ts'
import type { Violation } from './Violation.ts'

const lineColumnsMax = 100
const fileLinesMax = 400
const functionLinesMax = 70
/** A text with words in it, such as an error message: breaking it makes it harder to find. */
const sentence = /(['"`])(?:\\.|(?!\1).)* (?:\\.|(?!\1).)*\1/g
const longReason = /\/\/ long: \S/

/** The bans on every source file of the repository. */
export function findStyleViolations(source: SourceText): Violation[] {
  return [
    ...findLongLines(source),
    ...findLongFile(source),
    ...findBannedTypes(source),
    ...findLongFunctions(source),
    ...findBannedComments(source),
  ]
}

function findLongLines({ path, text }: SourceText): Violation[] {
  return text.split('\n').flatMap((content, index) => {
    const columns = Array.from(content.replace(sentence, "''")).length
    const isLink = /https?:\/\/\S{60}/.test(content)
    if (columns <= lineColumnsMax || isLink) return []
    const message = `${columns} columns; break the line at ${lineColumnsMax}`
    return [{ path, line: index + 1, rule: 'long-line', message }]
  })
}

function findLongFile({ path, text }: SourceText): Violation[] {
  const lines = text.replace(/\n$/, '').split('\n')
  if (lines.length <= fileLinesMax || longReason.test(lines[0] ?? '')) return []
  const message =
    `${lines.length} lines; split it by symbol at ${fileLinesMax}, ` +
    "or give the reason in its first line: '// long: <reason>'"
  return [{ path, line: 1, rule: 'long-file', message }]
}

function findBannedTypes({ path, file }: SourceText): Violation[] {
  const violations: Violation[] = []
  const report = (node: ts.Node, rule: string, message: string): void => {
    violations.push({ path, line: toLine(file, node.getStart(file)), rule, message })
  }
  visitEach(file, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) {
      report(node, 'any', 'any: use unknown and a parseX that checks it')
    }
    if (ts.isEnumDeclaration(node)) {
      report(node, 'enum', 'enum: use a union of string literals')
    }
    if (isDoubleAssertion(node)) {
      report(node, 'double-assertion', 'as unknown as: use a checked constructor or a type guard')
    }
  })
  return violations
}

function isDoubleAssertion(node: ts.Node): boolean {
  if (!ts.isAsExpression(node)) return false
  let inner = node.expression
  while (ts.isParenthesizedExpression(inner)) inner = inner.expression
  return ts.isAsExpression(inner) && inner.type.kind === ts.SyntaxKind.UnknownKeyword
}

function findLongFunctions({ path, text, file }: SourceText): Violation[] {
  const violations: Violation[] = []
  visitEach(file, (node) => {
    if (!ts.isFunctionLike(node) || isSuite(node)) return
    const start = toLine(file, node.getStart(file))
    const lines = toLine(file, node.end) - start + 1
    if (lines <= functionLinesMax || hasLongReason(node, text)) return
    const message =
      `${lines} lines; split it at ${functionLinesMax}, ` +
      "or give the reason above it: '// long: <reason>'"
    violations.push({ path, line: start, rule: 'long-function', message })
  })
  return violations
}

/** The callback of a `describe` is a list of tests, not a function to read at once. */
function isSuite(node: ts.Node): boolean {
  const { parent } = node
  return ts.isCallExpression(parent) && /^describe\b/.test(parent.expression.getText())
}

function hasLongReason(node: ts.Node, text: string): boolean {
  let owner = node
  while (!ts.isStatement(owner) && !ts.isClassElement(owner) && !ts.isSourceFile(owner.parent)) {
    owner = owner.parent
  }
  return longReason.test(text.slice(owner.pos, owner.getStart()))
}

function findBannedComments({ path, text, file }: SourceText): Violation[] {
  const comments = new Map<number, string>()
  const collect = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) comments.set(pos, text.slice(pos, end))
  }
  const visitTokens = (node: ts.Node): void => {
    collect(ts.getLeadingCommentRanges(text, node.pos))
    collect(ts.getTrailingCommentRanges(text, node.end))
    if (ts.isJsxText(node) || ts.isTemplateLiteralToken(node)) return
    node.getChildren(file).forEach(visitTokens)
  }
  visitTokens(file)
  return [...comments].flatMap(([position, comment]) =>
    findInComment(comment).map(([rule, message]) => {
      return { path, line: toLine(file, position), rule, message }
    }),
  )
}

function findInComment(comment: string): (readonly [rule: string, message: string])[] {
  const found: [string, string][] = []
  if (/^\/[/*]\s*[-=*#~]{4,}/.test(comment) || /\s[-=*#~]{4,}\s*(?:\*\/)?$/.test(comment)) {
    found.push(['banner', 'divider banner: split the file, or let the names speak'])
  }
  if (/\b(?:TODO|FIXME|XXX)\b(?!\(#\d+\))/.test(comment)) {
    found.push(['todo', "TODO without an issue: do it now, or write 'TODO(#12): ...'"])
  }
  return found
}
