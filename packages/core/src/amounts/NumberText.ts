/**
 * A JSON number that a double cannot hold exactly, kept as its source text.
 *
 * File readers put it where the number stood, so that the column's own parser names the column.
 */
export class NumberText {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}
