import { expect, test } from 'vitest'
import { readArrow } from './arrow/readArrow.js'
import {
  blocksOf,
  bufferOf,
  bytesOf,
  chunksOf,
  pyarrowFiles,
  sessionRows,
  sessions,
} from './claims.fixture.js'
import { readParquet } from './parquet/readParquet.js'

const files = pyarrowFiles()

test('there are files of both formats', () => {
  const names = [...files.keys()]
  expect(names.filter((name) => name.endsWith('.arrow'))).toHaveLength(4)
  expect(names.filter((name) => name.endsWith('.parquet'))).toHaveLength(8)
})

test.for([...files])('%s is read exactly', async ([name, file]) => {
  const read = name.endsWith('.arrow')
    ? readArrow(sessions, chunksOf(file, 777), { where: name })
    : readParquet(sessions, bufferOf(file), { where: name })
  expect(await bytesOf(read)).toEqual(await bytesOf(blocksOf(sessions.columns, sessionRows)))
})
