/** Where sorted runs are kept while there are more rows than memory. */
export interface RunStore {
  /** Starts a run. One run is written at a time, and read when it is complete. */
  create(): Promise<RunFile>
  /** Deletes all runs. */
  close(): Promise<void>
}

/** The bytes of a run. */
export interface RunFile {
  /** Appends bytes, which do not change until the promise is kept. */
  write(bytes: Uint8Array): Promise<void>
  /** Fills the target with the bytes from `at` on. */
  read(target: Uint8Array, at: number): Promise<void>
  /** Says that the run is not needed any more. */
  release(): Promise<void>
}
