import { createRowCoder, toRowOrder, type RowCoder } from '@tlmkit/core/rows'
import type { RowBlock } from '@tlmkit/formats/reading'
import { parentPort } from 'node:worker_threads'
import { nodeSha256 } from '../hashing/nodeSha256.js'
import { openClaims } from '../reading/openClaims.js'
import { orderedBlocks } from '../streaming/orderedBlocks.js'
import { Stopwatch } from '../streaming/Stopwatch.js'
import { toFault } from './faults.js'
import type { FromReader, ReadTask, ToReader } from './messages.js'

/*
 * Reads, checks, sorts and codes claims, some blocks ahead of the settlement. Not imported: it is
 * run as a thread.
 */

/** Blocks that wait to be used. */
const AHEAD = 2

const port = parentPort
const free: ArrayBuffer[] = []
let sent = 0
let isStopped = false
let wake: (() => void) | undefined

function tell(message: FromReader, memory: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, [...memory])
}

async function read(task: ReadTask): Promise<void> {
  const coder = task.coding === undefined ? undefined : createRowCoder(task.coding, nodeSha256)
  for await (const block of blocksOf(task)) {
    await isWanted()
    if (isStopped) return
    send(block, coder)
  }
  tell({ type: 'end', digest: coder?.digest() })
}

function blocksOf({
  order,
  files,
  tmp,
  memoryBytes,
  assumesOrder,
}: ReadTask): AsyncGenerator<RowBlock> {
  const rowOrder = toRowOrder(order)
  const sources = files.map((name, file) => ({
    open: () =>
      openClaims(rowOrder.kind, name, {
        reuse: true,
        onBytes: (bytes, of) => {
          tell({ type: 'bytes', file, bytes, of })
        },
      }),
  }))
  const onRows = (doing: 'sorting' | 'settling', rows: number, total?: number): void => {
    if (total === undefined) tell({ type: 'rows', doing, rows })
    else tell({ type: 'sorted', rows, total })
  }
  const options = { tmp, memoryBytes, order: rowOrder, sources, onRows, reuse: true, assumesOrder }
  return orderedBlocks(options, new Stopwatch(undefined))
}

/** Waits until few blocks wait to be used, or nobody wants more. */
async function isWanted(): Promise<void> {
  while (sent >= AHEAD && !isStopped) {
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}

function send({ bytes, rows }: RowBlock, coder: RowCoder | undefined): void {
  const coded = coder?.code(bytes)
  const rowBytes = coded?.bytes ?? bytes
  const textBytes = coded?.texts.bytes ?? new Uint8Array(0)
  const size = rowBytes.length + textBytes.length
  let memory = free.pop()
  if (memory === undefined || memory.byteLength < size) memory = new ArrayBuffer(size + (size >> 3))
  const target = new Uint8Array(memory)
  target.set(rowBytes)
  target.set(textBytes, rowBytes.length)
  sent += 1
  const lengths = { rowBytes: rowBytes.length, textBytes: textBytes.length }
  tell({ type: 'block', memory, ...lengths, rows, texts: coded?.texts.count }, [memory])
}

port?.on('message', (message: ToReader) => {
  switch (message.type) {
    case 'read':
      read(message.task).catch((error: unknown) => {
        tell({ type: 'fault', fault: toFault(error) })
      })
      return
    case 'used':
      free.push(message.memory)
      sent -= 1
      break
    case 'stop':
      isStopped = true
      port.close()
  }
  wake?.()
})
