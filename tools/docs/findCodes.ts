import ts from 'typescript'
import { toLine, visitEach, type SourceText } from '../tidy/SourceText.ts'
import { KINDS, type CodeKind, type CodeUse } from './CodeUse.ts'
import { createResolver, fieldValue, UNKNOWN, type Resolver } from './createResolver.ts'

const ERRORS: ReadonlyMap<string, CodeKind | undefined> = new Map([
  ['BaseError', undefined],
  ['InputError', 'rejection'],
  ['UsageError', 'usage'],
  ['CommandLineError', 'usage'],
  ['InvariantViolation', 'invariant'],
])

const LISTS = new Set(['codes', 'outcomes'])

/**
 * Finds every code that the sources can say.
 *
 * Rule: what a property `code` of an object may be, what the lists `codes` and `outcomes` hold, and
 * the literals of types named `...Code`. An error whose code no literal gives has code `<unknown>`.
 * Codes in capitals are the system's and left out, and so are those of a schema's issues.
 */
export function findCodes(sources: readonly SourceText[]): readonly CodeUse[] {
  const resolve = createResolver(sources)
  return sources.flatMap((source) => codesIn(source, resolve))
}

function codesIn({ file, path }: SourceText, resolve: Resolver): readonly CodeUse[] {
  const uses: CodeUse[] = []
  const add = (node: ts.Node, texts: readonly string[], kind: CodeKind | undefined): void => {
    const line = toLine(file, node.getStart(file))
    for (const code of texts) if (isCode(code)) uses.push({ code, kind, path, line })
  }
  visitEach(file, (node) => {
    if (ts.isObjectLiteralExpression(node) && !isIssue(node)) {
      const { kind, isError } = judge(node, resolve)
      for (const value of valuesOf(node, 'code')) {
        const texts = resolve(value)
        const isLost = isError && texts.length === 0 && !ts.isPropertyAccessExpression(value)
        add(value, isLost ? [UNKNOWN] : texts, kind)
      }
      for (const list of LISTS) {
        for (const value of valuesOf(node, list)) add(value, resolve(value), 'discard')
      }
    } else if (ts.isTypeAliasDeclaration(node) && node.name.text.endsWith('Code')) {
      add(node, literalsOf(node.type), 'discard')
    }
  })
  return uses
}

function isCode(text: string): boolean {
  return text !== '' && text === text.toLowerCase()
}

/** `context.addIssue({ code, ... })` speaks the language of the schema library. */
function isIssue({ parent }: ts.ObjectLiteralExpression): boolean {
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression))
    return false
  return parent.expression.name.text === 'addIssue'
}

function valuesOf(object: ts.ObjectLiteralExpression, field: string): readonly ts.Expression[] {
  return object.properties.flatMap((property) => fieldValue(property, field))
}

interface Judged {
  readonly kind: CodeKind | undefined
  readonly isError: boolean
}

/** The kind is told by the class that the object is given to, or by the status beside the code. */
function judge(object: ts.ObjectLiteralExpression, resolve: Resolver): Judged {
  const { parent } = object
  if (!ts.isNewExpression(parent) || !ts.isIdentifier(parent.expression)) {
    const kind = valuesOf(object, 'status').length > 0 ? 'discard' : undefined
    return { kind, isError: false }
  }
  const [stated] = valuesOf(object, 'kind').flatMap(resolve)
  const { text } = parent.expression
  return { kind: ERRORS.get(text) ?? toKind(stated), isError: ERRORS.has(text) }
}

function toKind(text: string | undefined): CodeKind | undefined {
  return KINDS.find((kind) => kind === text)
}

function literalsOf(type: ts.TypeNode): readonly string[] {
  const types = ts.isUnionTypeNode(type) ? type.types : [type]
  return types.flatMap((each) =>
    ts.isLiteralTypeNode(each) && ts.isStringLiteral(each.literal) ? [each.literal.text] : [],
  )
}
