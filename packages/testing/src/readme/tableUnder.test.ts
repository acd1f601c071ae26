import { expect, test } from 'vitest'
import { tableUnder } from './tableUnder.js'

const readme = `# x

## Codes

Some words.

| code | when |
|---|---|
| \`a\` | never |
| \`b-c\` | \`x\` is 0 |

| other | table |
|---|---|
| 1 | 2 |

## Last
`

test('the rows of the first table of a section, without its head', () => {
  expect(tableUnder(readme, 'Codes')).toEqual([
    ['a', 'never'],
    ['b-c', 'x is 0'],
  ])
  expect(tableUnder(readme, 'Last')).toEqual([])
  expect(tableUnder(readme, 'Other')).toEqual([])
})
