// What a failed call to the C library, and a call of ours that makes no sense, are thrown as.
import { errorName, errorText } from './errno.js'

/**
 * The C library or the kernel refused a call. `code` and `call` are for programs: 'EPERM', 'setns'. What to do: what
 * `hint` says, where there is one; otherwise the ERRORS section of the call's man page, section 2.
 */
export class SystemError extends Error {
  override readonly name = 'SystemError'
  /** 'EPERM' */
  readonly code: string
  /** As errno(3) has it: 1 for EPERM, never negative. */
  readonly errno: number
  /** The name of the C function. */
  readonly call: string
  /** What the call was about: a path, a name. */
  readonly about: string | undefined
  /** What would help, where that is known. */
  readonly hint: string | undefined

  constructor (errno: number, call: string, about?: string, advice?: string) {
    const code = errorName(errno)
    const hint = advice ?? hints[`${call} ${code}`] ?? hints[code]
    const place = about === undefined ? call : `${call} ${about}`
    super(`${place}: ${code}: ${errorText(errno)}${hint === undefined ? '' : `: ${hint}`}`)
    this.code = code
    this.errno = errno
    this.call = call
    this.about = about
    this.hint = hint
  }
}

/**
 * A call of this package makes no sense as it was made, whatever the kernel's state. What to do: change the program.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'EUSAGE'
}

/**
 * Gives a call's result back, and throws where it failed. `about` is what the call was about, for the message: a path,
 * a name.
 * @throws SystemError
 */
export function check (result: number, call: string, about?: string): number {
  if (result < 0) throw new SystemError(-result, call, about)
  return result
}

/**
 * Gives a text back that may become a C string. `place`: whose text it is, for the message.
 * @throws UsageError for a zero byte in it, which would end it early and name another thing than the one meant
 */
export function withoutZero (text: string, place?: string): string {
  if (!text.includes('\0')) return text
  const where = place === undefined ? '' : `${place}: `
  throw new UsageError(`${where}${JSON.stringify(text)} holds a zero byte, which ends a string for the kernel`)
}

const administrator = 'needs CAP_SYS_ADMIN (root, or a user namespace of your own)'
const hints: Readonly<Record<string, string>> = {
  'setns EPERM': administrator,
  'unshare EPERM': administrator,
  'mount EPERM': administrator,
  'umount2 EPERM': administrator,
  'sethostname EPERM': administrator,
  'socket EPERM': 'a raw socket needs CAP_NET_RAW',
  'setns EINVAL':
    'the descriptor is of another type of namespace, or the process has threads and may not change this one',
  EMFILE: 'this process has as many descriptors open as `ulimit -n` allows',
  ENFILE: 'the machine has as many files open as fs.file-max allows'
}
