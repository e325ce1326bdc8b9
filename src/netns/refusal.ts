// What Node's fs throws, as this package's own error.
import { errorNumber } from '../libc/errno.js'
import { SystemError } from '../libc/errors.js'

/** The code of what fs threw: 'ENOENT'. Anything that is not from a system call is thrown again. */
export const codeOf = (error: unknown): string => fromSystem(error).code

/** A SystemError for what fs threw, about the thing that the caller knows it by. */
export function refusal (error: unknown, about: string, advice?: string): SystemError {
  const { code, syscall } = fromSystem(error)
  const number = errorNumber(code)
  if (number === undefined) throw error
  return new SystemError(number, syscall, about, advice)
}

function fromSystem (error: unknown): { code: string, syscall: string } {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) throw error
  return { code, syscall }
}
