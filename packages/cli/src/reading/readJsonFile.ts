import { parseJson } from '@tlmkit/formats'
import { decodeUtf8, readBytes, type FileName } from './readBytes.js'

/** The JSON value of a whole file. Errors: those of `readBytes` and `parseJson`. */
export function readJsonFile(file: FileName): unknown {
  return parseJson(decodeUtf8(readBytes(file), file.path), file.path)
}
