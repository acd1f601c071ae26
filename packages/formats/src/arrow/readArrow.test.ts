import { tableFromIPC } from 'apache-arrow'
import { expect, test } from 'vitest'
import { blocksOf, bytesOf, chunksOf, fileOf, relay, relays } from '../claims.fixture.js'
import { readArrow } from './readArrow.js'
import { writeClaimsArrow } from './writeClaimsArrow.js'

const rows = Array.from({ length: 2000 }, (_, n) => relay(n))
const where = 'claims.arrow'

test('claims written as Arrow are read back to the same bytes', async () => {
  const blocks = [...blocksOf(relays.columns, rows, 700)]
  const file = await fileOf(writeClaimsArrow(relays, blocks))
  expect(tableFromIPC(file).numRows).toBe(2000)
  const read = await bytesOf(readArrow(relays, chunksOf(file), { where }))
  expect(read).toEqual(await bytesOf(blocks))
})
