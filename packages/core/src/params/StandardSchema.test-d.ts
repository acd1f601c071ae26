import { expectTypeOf, test } from 'vitest'
import type { SchemaInput, SchemaOutput, StandardSchema } from './StandardSchema.js'

type Written = StandardSchema<{ readonly fee?: string }, { readonly fee: bigint }>

test('a schema tells what it accepts and what it gives', () => {
  expectTypeOf<SchemaInput<Written>>().toEqualTypeOf<{ readonly fee?: string }>()
  expectTypeOf<SchemaOutput<Written>>().toEqualTypeOf<{ readonly fee: bigint }>()
})
