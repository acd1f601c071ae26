import ts from 'typescript'
import { visitEach, type SourceText } from '../tidy/SourceText.ts'

/** Stands for a part of a text that no literal in the sources gives. */
export const UNKNOWN = '<unknown>'

type Callable = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression

/** Gives the texts that an expression may have; none for a value that is only passed on. */
export type Resolver = (expression: ts.Expression) => readonly string[]

/**
 * Follows an expression back to the literals it may be.
 *
 * Rule: through both branches of a condition, the parts of a template, elements of a list, a
 * constant, and a parameter to the arguments of every call: in the file, or in all sources where
 * the function is exported.
 */
export function createResolver(sources: readonly SourceText[]): Resolver {
  const calls = indexCalls(sources)
  const exported = indexConstants(sources)

  function textsOf(node: ts.Expression): readonly string[] {
    if (ts.isStringLiteralLike(node)) return [node.text]
    if (ts.isTemplateExpression(node)) return templateTexts(node)
    if (ts.isIdentifier(node)) return originsOf(node).flatMap(textsOf)
    if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(textsOf)
    return innerOf(node).flatMap(textsOf)
  }

  function templateTexts({ head, templateSpans }: ts.TemplateExpression): readonly string[] {
    return templateSpans.reduce<readonly string[]>(
      (starts, { expression, literal }) => {
        const found = textsOf(expression)
        const parts = found.length === 0 ? [UNKNOWN] : found
        return starts.flatMap((start) => parts.map((part) => start + part + literal.text))
      },
      [head.text],
    )
  }

  /** The expressions whose value a name may have. */
  function originsOf(name: ts.Identifier): readonly ts.Expression[] {
    const declaration = declarationOf(name)
    if (declaration === undefined) return exported.get(name.text) ?? []
    if (!ts.isBindingElement(declaration)) return valuesOf(declaration)
    const field = declaration.propertyName ?? declaration.name
    const whole = declaration.parent.parent
    if (!ts.isIdentifier(field) || ts.isBindingElement(whole)) return []
    return valuesOf(whole).flatMap((value) => fieldsOf(value, field.text))
  }

  function valuesOf(
    declaration: ts.VariableDeclaration | ts.ParameterDeclaration,
  ): readonly ts.Expression[] {
    if (ts.isVariableDeclaration(declaration)) {
      return declaration.initializer === undefined ? [] : [declaration.initializer]
    }
    const callable = declaration.parent
    if (!isCallable(callable)) return []
    const place = callable.parameters.indexOf(declaration)
    return callsOf(callable).flatMap((call) => call.arguments[place] ?? [])
  }

  function callsOf(callable: Callable): readonly ts.CallExpression[] {
    const { name, exported } = nameOf(callable)
    const all = calls.get(name) ?? []
    const file = callable.getSourceFile()
    return exported ? all : all.filter((call) => call.getSourceFile() === file)
  }

  function fieldsOf(value: ts.Expression, field: string): readonly ts.Expression[] {
    if (ts.isIdentifier(value)) return originsOf(value).flatMap((each) => fieldsOf(each, field))
    if (!ts.isObjectLiteralExpression(value)) return []
    return value.properties.flatMap((property) => fieldValue(property, field))
  }

  return (expression) => [...new Set(textsOf(expression))]
}

/** The value of a property of this name; of a shorthand one, the name itself. */
export function fieldValue(
  property: ts.ObjectLiteralElementLike,
  field: string,
): readonly ts.Expression[] {
  if (property.name === undefined || !ts.isIdentifier(property.name)) return []
  if (property.name.text !== field) return []
  if (ts.isPropertyAssignment(property)) return [property.initializer]
  return ts.isShorthandPropertyAssignment(property) ? [property.name] : []
}

/** What an expression passes on unchanged. */
function innerOf(node: ts.Expression): readonly ts.Expression[] {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse]
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken
    return kind === ts.SyntaxKind.QuestionQuestionToken ? [node.left, node.right] : []
  }
  const wraps =
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSpreadElement(node)
  return wraps ? [node.expression] : []
}

type Declaration = ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement

/** The innermost declaration of a name among those around it. */
function declarationOf(name: ts.Identifier): Declaration | undefined {
  let scope: ts.Node = name
  while (!ts.isSourceFile(scope)) {
    scope = scope.parent
    const found = declaredIn(scope).find(
      (each) => ts.isIdentifier(each.name) && each.name.text === name.text,
    )
    if (found !== undefined) return found
  }
  return undefined
}

function declaredIn(scope: ts.Node): readonly Declaration[] {
  if (ts.isFunctionLike(scope)) return scope.parameters.flatMap(bindingsOf)
  if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) return []
  return scope.statements.flatMap((statement) =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.flatMap(bindingsOf)
      : [],
  )
}

function bindingsOf(declaration: Declaration): readonly Declaration[] {
  if (!ts.isObjectBindingPattern(declaration.name)) return [declaration]
  return declaration.name.elements.flatMap(bindingsOf)
}

function isCallable(node: ts.Node): node is Callable {
  return ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node)
}

function nameOf(callable: Callable): { readonly name: string; readonly exported: boolean } {
  const holder = ts.isFunctionDeclaration(callable) ? callable : callable.parent
  if (!ts.isFunctionDeclaration(holder) && !ts.isVariableDeclaration(holder)) {
    return { name: '', exported: false }
  }
  const name = holder.name !== undefined && ts.isIdentifier(holder.name) ? holder.name.text : ''
  return { name, exported: (ts.getCombinedModifierFlags(holder) & ts.ModifierFlags.Export) !== 0 }
}

/** Calls of every function, by its name. */
function indexCalls(sources: readonly SourceText[]): Map<string, ts.CallExpression[]> {
  const calls = new Map<string, ts.CallExpression[]>()
  for (const { file } of sources) {
    visitEach(file, (node) => {
      if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return
      const { text } = node.expression
      calls.set(text, [...(calls.get(text) ?? []), node])
    })
  }
  return calls
}

/** Values of the exported constants, by name. */
function indexConstants(sources: readonly SourceText[]): Map<string, ts.Expression[]> {
  const constants = new Map<string, ts.Expression[]>()
  for (const { name, initializer } of sources.flatMap(({ file }) => exportedIn(file))) {
    if (!ts.isIdentifier(name) || initializer === undefined) continue
    constants.set(name.text, [...(constants.get(name.text) ?? []), initializer])
  }
  return constants
}

function exportedIn(file: ts.SourceFile): readonly ts.VariableDeclaration[] {
  return file.statements.flatMap((statement) => {
    if (!ts.isVariableStatement(statement)) return []
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    return isExported === true ? statement.declarationList.declarations : []
  })
}
