import { styleText } from 'node:util'
import type { CliIo, CliStream } from '../io/CliIo.js'

/** Emphasis for people; plain text for programs. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
}

/** Whether a stream may get colour and moving text: a terminal, without NO_COLOR and outside CI. */
export function isLively({ env }: CliIo, stream: CliStream): boolean {
  const isSet = (name: string): boolean => env[name] !== undefined && env[name] !== ''
  return stream.isTerminal && !isSet('NO_COLOR') && !isSet('CI') && env['TERM'] !== 'dumb'
}

export function createStyle(io: CliIo, stream: CliStream): Style {
  const lively = isLively(io, stream)
  const paint = (format: 'bold' | 'dim' | 'green' | 'red') => (text: string) =>
    lively ? styleText(format, text, { validateStream: false }) : text
  return { bold: paint('bold'), dim: paint('dim'), good: paint('green'), bad: paint('red') }
}
