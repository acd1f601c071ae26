import { parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { blocksOf, bufferOf, bytesOf, fileOf, relay, relays } from '../claims.fixture.js'
import { readParquet } from './readParquet.js'
import { writeClaimsParquet } from './writeClaimsParquet.js'

const rows = Array.from({ length: 2000 }, (_, n) => relay(n))
const where = 'claims.parquet'

test('claims written as Parquet are read back to the same bytes', async () => {
  const blocks = [...blocksOf(relays.columns, rows, 700)]
  const file = bufferOf(await fileOf(writeClaimsParquet(relays, blocks)))
  const objects = await parquetReadObjects({ file })
  const written = await bytesOf(blocks)
  expect(await bytesOf(blocksOf(relays.columns, objects))).toEqual(written)
  expect(await bytesOf(readParquet(relays, file, { where }))).toEqual(written)
})
