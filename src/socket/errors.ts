// The kernel refused a request. Hints: hints.ts; numbers and their texts: ../libc/errno.ts
import type { Place } from '../../codec/core/errors.js'
import type { ExtendedAck } from '../../codec/core/header.js'
import type { Policy } from '../../codec/core/policy.js'
import { errorName, errorText } from '../libc/errno.js'
import { hintFor } from './hints.js'

/**
 * Names what the kernel means by an offset into a request, or by a number that is missing. The codec of the message
 * knows.
 */
export interface Places {
  /** `offset` from the start of the request's header. */
  at (request: Uint8Array, offset: number): Place | undefined
  /** The attribute `type` in the nest at `nestOffset`, or in the message itself where that is undefined. */
  missing (request: Uint8Array, nestOffset: number | undefined, type: number): Place | undefined
}

/** What a `NetlinkError` is made of. */
export interface Refusal {
  readonly call: string
  readonly errno: number
  readonly extended?: ExtendedAck | undefined
  readonly request?: Uint8Array | undefined
  readonly places?: Places | undefined
  /** For hints: the kind of link that was asked for. */
  readonly kind?: string | undefined
  /** Said in place of the number's own text, where it was not the kernel that spoke. */
  readonly text?: string | undefined
}

/**
 * The kernel refused a request, or did not finish it. `code` is for programs ('EEXIST'), the message for people:
 * `link.add v0: ERANGE: Attribute failed policy validation, at data.peer.ifname (IFLA_IFNAME)`. What to do: what `hint`
 * says where there is one; else look at the value that `path` names.
 */
export class NetlinkError extends Error {
  override readonly name: string = 'NetlinkError'
  /** 'EEXIST' */
  readonly code: string
  /** As errno(3) has it: 17 for EEXIST, never negative. */
  readonly errno: number
  /** What was asked: 'link.add v0'. */
  readonly call: string
  /** The kernel's own words, where it gave any. */
  readonly kernelMessage: string | undefined
  /** The attribute that the kernel points at, as the caller wrote it: 'data.peer.ifname'. */
  readonly path: string | undefined
  /** 'IFLA_IFNAME' */
  readonly constant: string | undefined
  /** The attribute that the kernel misses. */
  readonly missing: Place | undefined
  /** What the kernel would have taken at `path`. */
  readonly policy: Policy | undefined
  readonly cookie: Uint8Array | undefined
  /** The request as it was sent, its header included. */
  readonly request: Uint8Array | undefined
  /** What would help, where that is known. */
  readonly hint: string | undefined

  constructor (refusal: Refusal) {
    const { call, errno, extended, request, places } = refusal
    const { msg, offs, missType, missNest, policy, cookie } = extended ?? {}
    const at = request && offs !== undefined ? places?.at(request, offs) : undefined
    const missing = request && missType !== undefined ? places?.missing(request, missNest, missType) : undefined
    const code = errorName(errno)
    const words = msg === undefined || msg === '' ? refusal.text ?? errorText(errno) : msg.replace(/[.\s]+$/, '')
    super(`${call}: ${code}: ${words}${at ? `, at ${named(at)}` : ''}${missing ? `, missing ${named(missing)}` : ''}`)
    this.code = code
    this.errno = errno
    this.call = call
    this.kernelMessage = msg
    this.path = at?.path
    this.constant = at?.constant
    this.missing = missing
    this.policy = policy
    this.cookie = cookie
    this.request = request
    this.hint = hintFor({ call, code, kernelMessage: msg ?? '', policy, kind: refusal.kind })
  }
}

const named = ({ path, constant }: Place): string =>
  constant === '' ? path : path === '' ? constant : `${path} (${constant})`

/**
 * What was listed kept changing while it was read, each time that it was tried: the list may lack entries or have some
 * twice. What to do: try again later, or use `data`, what the last try gave, where nearly right is good enough.
 */
export class InterruptedError<T = unknown> extends NetlinkError {
  override readonly name = 'InterruptedError'
  readonly data: readonly T[]

  constructor (call: string, tries: number, data: readonly T[]) {
    const times = tries === 1 ? 'while it was read' : `each of the ${tries} times that it was read`
    super({ call, errno: 4, text: `interrupted: it changed ${times}` })
    this.data = data
  }
}
