// The calls to the C library that this package makes, and nothing else of it. Man pages: section 2.
import type { Memory } from './memory.js'

/**
 * The C library, in the few calls used here. Every call gives its result, or minus errno where it failed (never -1 and
 * never a stale errno); EINTR has been retried, but for `poll` and `connect`. Strings are passed as paths are: UTF-8
 * with a final zero; one that holds a zero is a `UsageError`. Descriptors that a call makes are close-on-exec, but for
 * `dup3` and `fcntl`, whose caller says. Turn a failure into a `SystemError` with `check`.
 */
export interface Libc {
  /** Which FFI: 'ffi-rs', 'node:ffi', or a test's own. */
  readonly backend: string

  socket (domain: number, type: number, protocol: number): number
  socketpair (domain: number, type: number, protocol: number): number | readonly [number, number]
  pipe (): number | readonly [number, number]
  bind (fd: number, address: Uint8Array): number
  connect (fd: number, address: Uint8Array): number
  listen (fd: number, backlog: number): number
  /** Gives the length of the address, which may be more than there was room for; so does `getsockopt`, of the value. */
  getsockname (fd: number, address: Uint8Array): number
  setsockopt (fd: number, level: number, option: number, value: Uint8Array): number
  getsockopt (fd: number, level: number, option: number, value: Uint8Array): number
  /**
   * Sends `length` bytes of `memory` from `offset` on to the address the socket is connected to (netlink: the kernel).
   */
  send (fd: number, memory: Memory, offset: number, length: number, flags: number): number
  sendto (fd: number, memory: Memory, offset: number, length: number, flags: number, address: Uint8Array): number
  recv (fd: number, memory: Memory, offset: number, length: number, flags: number): number
  /** `memory` holds a struct msghdr at `offset`; what it points at must be Memory that is held, too. */
  sendmsg (fd: number, memory: Memory, offset: number, flags: number): number
  recvmsg (fd: number, memory: Memory, offset: number, flags: number): number
  /** `memory` holds `count` struct mmsghdr at `offset`. */
  recvmmsg (fd: number, memory: Memory, offset: number, count: number, flags: number): number
  /**
   * `memory` holds `count` struct pollfd at `offset`. Gives -EINTR when a signal came. Blocks the thread: milliseconds,
   * -1 for ever.
   */
  poll (memory: Memory, offset: number, count: number, timeout: number): number
  epollCreate (): number
  /** `event` is a struct epoll_event: 12 bytes on x86-64, 16 elsewhere. */
  epollControl (epoll: number, operation: number, fd: number, event: Uint8Array): number
  /** `memory` has room for `count` struct epoll_event at `offset`. Blocks the thread as `poll` does. */
  epollWait (epoll: number, memory: Memory, offset: number, count: number, timeout: number): number
  open (path: string, flags: number, mode?: number): number
  /** The descriptor is gone, whatever the result. */
  close (fd: number): number
  fcntl (fd: number, command: number, argument: number): number
  dup3 (from: number, to: number, flags: number): number
  /** With LOCK_NB (4) always: a thread that waits here waits with the event loop on it. */
  flock (fd: number, operation: number): number
  setns (fd: number, type: number): number
  unshare (flags: number): number
  mount (source: string, target: string, type: string, flags: number, data: string): number
  umount2 (target: string, flags: number): number
  prctl (option: number, arg2: number, arg3: number, arg4: number, arg5: number): number
  capget (header: Uint8Array, data: Uint8Array): number
  capset (header: Uint8Array, data: Uint8Array): number
  kill (pid: number, signal: number): number
  /** `info` receives a siginfo_t (128 bytes). */
  waitid (idType: number, id: number, info: Uint8Array, options: number): number
  waitpid (pid: number, status: Uint8Array, options: number): number
  pidfdOpen (pid: number): number
  ioctl (fd: number, request: number, argument: Uint8Array): number
  /** The magic number of the file system: 0x6e736673 is nsfs. */
  statfsType (path: string): number
  fstatfsType (fd: number): number
  sethostname (name: string): number
  /**
   * glibc's clone(), on a C function taken by its name from the C library (as 'system'), with the memory of a string as
   * its argument.
   */
  clone (functionName: string, stack: Memory, flags: number, argument: Memory): number
  /**
   * Ends the process at once, with SIGABRT: for when going on would be worse (the way back from a namespace failed).
   */
  abort (): never
}
