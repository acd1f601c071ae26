import { InputError } from '@tlmkit/core/rows'

interface FileFault {
  readonly code: string
  readonly what: string
}

const FAULTS: ReadonlyMap<string, FileFault> = new Map([
  ['ENOENT', { code: 'file-not-found', what: 'there is no such file or folder' }],
  ['ENOTDIR', { code: 'file-not-found', what: 'a part of the path is not a folder' }],
  ['EISDIR', { code: 'file-is-folder', what: 'it is a folder, not a file' }],
  ['EACCES', { code: 'file-not-permitted', what: 'you may not do that' }],
  ['EPERM', { code: 'file-not-permitted', what: 'you may not do that' }],
  ['EROFS', { code: 'file-not-permitted', what: 'the file system is read-only' }],
  ['ENOSPC', { code: 'disk-full', what: 'the disk is full: free some space and try again' }],
  ['EDQUOT', { code: 'disk-full', what: 'your quota is used up: free some space and try again' }],
  ['EFBIG', { code: 'disk-full', what: 'the file is larger than the file system takes' }],
  ['EAGAIN', { code: 'file-busy', what: 'it is in use: try again' }],
  ['EBUSY', { code: 'file-busy', what: 'it is in use: try again' }],
  ['EMFILE', { code: 'file-busy', what: 'too many files are open: try again' }],
  ['ENFILE', { code: 'file-busy', what: 'too many files are open: try again' }],
  ['ERR_FS_FILE_TOO_LARGE', { code: 'file-too-large', what: 'split it' }],
  ['ENAMETOOLONG', { code: 'file-name-invalid', what: 'the name is too long' }],
])

/** A fault of the file system, or its system code, as a coded error that names the file. */
export function toFileError(error: unknown, doing: string, path: string): InputError {
  const code = codeOf(error)
  const fault = FAULTS.get(code) ?? { code: 'file-failed', what: messageOf(error) }
  return new InputError({
    code: fault.code,
    message: `Cannot ${doing} ${path}: ${fault.what}.`,
    details: { path, cause: code },
    cause: error,
  })
}

function codeOf(error: unknown): string {
  if (typeof error === 'string') return error
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
