import ts from 'typescript'

/** A parsed file under the root of the repository, its path with forward slashes. */
export interface SourceText {
  readonly path: string
  readonly text: string
  readonly file: ts.SourceFile
}

export function parseSource(path: string, text: string): SourceText {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return { path, text, file }
}

export function toLine(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1
}

/** Visits every node below `node`, parents first. */
export function visitEach(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => visitEach(child, visit))
}
