// What Node's fs throws, as this package's own error.
import { errorNumber } from '../libc/errno.js'
import { SystemError } from '../libc/errors.js'

/** The code of what fs threw: 'ENOENT'. Anything that is not from a system call is thrown again. */
export function codeOf (error: unknown): string {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined
  if (typeof code !== 'string') throw error
  return code
}

/** A SystemError for what fs threw, about the thing that the caller knows it by. */
export function refusal (error: unknown, call: string, about: string, advice?: string): SystemError {
  const number = errorNumber(codeOf(error))
  if (number === undefined) throw error
  return new SystemError(number, call, about, advice)
}
