import { KERNELS_WASM } from './kernels.generated.js'
import type { Kernels } from './SharedMemory.js'

/** What the host does for the kernels, by name: see assembly/machine.ts. */
export interface Host {
  twin(instruction: number, row: number): void
  growTexts(bytes: number): void
  growKeys(slots: number): void
  growOut(bytes: number): void
  openAccount(bucket: number, symbol: number): number
  openRatio(symbol: number): number
  checkText(type: number, pointer: number, length: number): number
  nameNumber(name: number): number
  accountNumber(account: number): number
  headNumber(head: number): number
  templateNumber(template: number): number
  headOfRow(row: number): number
  perClaim(instruction: number, from: number, to: number): void
  capBroken(instruction: number, row: number): void
  ratioText(code: number): number
  dust(instruction: number, row: number): void
}

// Every host has these. Core is compiled for no host in particular, so that it says what it uses.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}
declare const atob: (text: string) => string

let module: object | undefined

/** Starts an instance of the kernels; their module is compiled once. */
export function loadKernels(host: Host): Kernels {
  module ??= new WebAssembly.Module(bytesOf(KERNELS_WASM))
  return new WebAssembly.Instance(module, { host }).exports as Kernels
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
