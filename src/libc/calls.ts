// The calls of libc.ts over any FFI that can bind a C function. Constants: asm-generic/fcntl.h, bits/socket.h.
import { UsageError } from './errors.js'
import type { Libc } from './libc.js'
import type { Memory } from './memory.js'

/** An argument or a result: i int, l long or unsigned long, p an address as a number, b the bytes of a Uint8Array. */
export type Kind = 'i' | 'l' | 'p' | 'b'
export type Argument = number | Uint8Array

/** What a backend has to know how to do; the rest of this folder is the same for all. */
export interface Ffi {
  readonly backend: string
  /**
   * A C function of the running program and its libraries. `signature` has a letter for the result, then one for each
   * argument. The function gives its result, or minus errno if that is -1 (of an address: the address as it is).
   */
  bind (name: string, signature: string): (...values: Argument[]) => number
}

const EINTR = 4
const O_CLOEXEC = 0x80000
const SOCK_CLOEXEC = 0x80000
const MSG_CMSG_CLOEXEC = 0x40000000
/** The same number on every architecture; glibc has a function for it since 2.36 only. */
const SYS_PIDFD_OPEN = 434

const encoder = new TextEncoder()

/** A C string. An inner zero would end it early and name another file than the one meant. */
function text (value: string): Uint8Array {
  if (value.includes('\0')) {
    throw new UsageError(`${JSON.stringify(value)} holds a zero byte, which ends a string for the kernel`)
  }
  return encoder.encode(`${value}\0`)
}

/**
 * Calls again as long as a signal interrupts: Node's handlers only note the signal, so nothing waits for us in between.
 */
function retried (call: (...values: Argument[]) => number): (...values: Argument[]) => number {
  return (...values) => {
    for (;;) {
      const result = call(...values)
      if (result !== -EINTR) return result
    }
  }
}

const at = (memory: Memory, offset: number): number => Number(memory.address) + offset

/** The calls over an FFI. Functions are looked up when they are first called. */
export function libcOver (ffi: Ffi): Libc {
  const bind = (name: string, signature: string): (...values: Argument[]) => number => {
    let bound: ((...values: Argument[]) => number) | undefined
    return (...values) => (bound ??= retried(ffi.bind(name, signature)))(...values)
  }
  const once = (name: string, signature: string): (...values: Argument[]) => number => {
    let bound: ((...values: Argument[]) => number) | undefined
    return (...values) => (bound ??= ffi.bind(name, signature))(...values)
  }
  const c = {
    socket: bind('socket', 'iiii'),
    socketpair: bind('socketpair', 'iiiib'),
    pipe2: bind('pipe2', 'ibi'),
    bind: bind('bind', 'iibi'),
    connect: once('connect', 'iibi'),
    listen: bind('listen', 'iii'),
    getsockname: bind('getsockname', 'iibb'),
    setsockopt: bind('setsockopt', 'iiiibi'),
    getsockopt: bind('getsockopt', 'iiiibb'),
    send: bind('send', 'iipli'),
    sendto: bind('sendto', 'iiplibi'),
    recv: bind('recv', 'iipli'),
    sendmsg: bind('sendmsg', 'iipi'),
    recvmsg: bind('recvmsg', 'iipi'),
    recvmmsg: bind('recvmmsg', 'iipiip'),
    poll: once('poll', 'ipli'),
    open: bind('open', 'ibii'),
    close: once('close', 'ii'),
    epoll_create1: bind('epoll_create1', 'ii'),
    epoll_ctl: bind('epoll_ctl', 'iiiib'),
    epoll_wait: bind('epoll_wait', 'iipii'),
    fcntl: bind('fcntl', 'iiil'),
    dup3: bind('dup3', 'iiii'),
    flock: bind('flock', 'iii'),
    setns: bind('setns', 'iii'),
    unshare: bind('unshare', 'ii'),
    mount: bind('mount', 'ibbblb'),
    umount2: bind('umount2', 'ibi'),
    prctl: bind('prctl', 'iillll'),
    capget: bind('capget', 'ibb'),
    capset: bind('capset', 'ibb'),
    kill: bind('kill', 'iii'),
    waitid: bind('waitid', 'iiibi'),
    waitpid: bind('waitpid', 'iibi'),
    syscall: bind('syscall', 'llll'),
    ioctl: bind('ioctl', 'iilb'),
    statfs: bind('statfs', 'ibb'),
    fstatfs: bind('fstatfs', 'iib'),
    sethostname: bind('sethostname', 'ibl'),
    dlsym: once('dlsym', 'plb'),
    clone: once('clone', 'ippip'),
    abort: once('abort', 'i')
  }

  /** Two descriptors that a call wrote down, or its failure. */
  const pair = (call: (both: Uint8Array) => number): number | readonly [number, number] => {
    const both = new Int32Array(new ArrayBuffer(8))
    const result = call(new Uint8Array(both.buffer))
    return result < 0 ? result : [both[0] ?? -1, both[1] ?? -1]
  }
  /** The length that the kernel wrote back, or its failure. */
  const length = (room: number, call: (length: Uint8Array) => number): number => {
    const size = new Uint32Array(new ArrayBuffer(4))
    size[0] = room
    const result = call(new Uint8Array(size.buffer))
    return result < 0 ? result : size[0]
  }
  /** f_type, the first member of struct statfs, which is 120 bytes. */
  const fileSystem = (call: (statfs: Uint8Array) => number): number => {
    const statfs = new BigInt64Array(new ArrayBuffer(120))
    const result = call(new Uint8Array(statfs.buffer))
    return result < 0 ? result : Number(BigInt.asUintN(32, statfs[0] ?? 0n))
  }

  return {
    backend: ffi.backend,
    socket: (domain, type, protocol) => c.socket(domain, type | SOCK_CLOEXEC, protocol),
    socketpair: (domain, type, protocol) => pair(both => c.socketpair(domain, type | SOCK_CLOEXEC, protocol, both)),
    pipe: () => pair(both => c.pipe2(both, O_CLOEXEC)),
    bind: (fd, address) => c.bind(fd, address, address.length),
    connect: (fd, address) => c.connect(fd, address, address.length),
    listen: (fd, backlog) => c.listen(fd, backlog),
    getsockname: (fd, address) => length(address.length, size => c.getsockname(fd, address, size)),
    setsockopt: (fd, level, option, value) => c.setsockopt(fd, level, option, value, value.length),
    getsockopt: (fd, level, option, value) =>
      length(value.length, size => c.getsockopt(fd, level, option, value, size)),
    send: (fd, memory, offset, length, flags) => c.send(fd, at(memory, offset), length, flags),
    sendto: (fd, memory, offset, length, flags, address) =>
      c.sendto(fd, at(memory, offset), length, flags, address, address.length),
    recv: (fd, memory, offset, length, flags) => c.recv(fd, at(memory, offset), length, flags),
    sendmsg: (fd, memory, offset, flags) => c.sendmsg(fd, at(memory, offset), flags),
    recvmsg: (fd, memory, offset, flags) => c.recvmsg(fd, at(memory, offset), flags | MSG_CMSG_CLOEXEC),
    recvmmsg: (fd, memory, offset, count, flags) =>
      c.recvmmsg(fd, at(memory, offset), count, flags | MSG_CMSG_CLOEXEC, 0),
    poll: (memory, offset, count, timeout) => c.poll(at(memory, offset), count, timeout),
    open: (path, flags, mode = 0) => c.open(text(path), flags | O_CLOEXEC, mode),
    close: fd => {
      const result = c.close(fd)
      // close(2): on Linux the descriptor is gone all the same; a second close could hit another thread's new one.
      return result === -EINTR ? 0 : result
    },
    epollCreate: () => c.epoll_create1(O_CLOEXEC),
    epollControl: (epoll, operation, fd, event) => c.epoll_ctl(epoll, operation, fd, event),
    epollWait: (epoll, memory, offset, count, timeout) => c.epoll_wait(epoll, at(memory, offset), count, timeout),
    fcntl: (fd, command, argument) => c.fcntl(fd, command, argument),
    dup3: (from, to, flags) => c.dup3(from, to, flags),
    flock: (fd, operation) => c.flock(fd, operation),
    setns: (fd, type) => c.setns(fd, type),
    unshare: flags => c.unshare(flags),
    mount: (source, target, type, flags, data) => c.mount(text(source), text(target), text(type), flags, text(data)),
    umount2: (target, flags) => c.umount2(text(target), flags),
    prctl: (option, arg2, arg3, arg4, arg5) => c.prctl(option, arg2, arg3, arg4, arg5),
    capget: (header, data) => c.capget(header, data),
    capset: (header, data) => c.capset(header, data),
    kill: (pid, signal) => c.kill(pid, signal),
    waitid: (idType, id, info, options) => c.waitid(idType, id, info, options),
    waitpid: (pid, status, options) => c.waitpid(pid, status, options),
    pidfdOpen: pid => c.syscall(SYS_PIDFD_OPEN, pid, 0),
    ioctl: (fd, request, argument) => c.ioctl(fd, request, argument),
    statfsType: path => fileSystem(statfs => c.statfs(text(path), statfs)),
    fstatfsType: fd => fileSystem(statfs => c.fstatfs(fd, statfs)),
    sethostname: name => {
      const bytes = text(name)
      return c.sethostname(bytes, bytes.length - 1)
    },
    clone: (functionName, stack, flags, argument) => {
      const entry = c.dlsym(0, text(functionName))
      if (entry === 0) throw new UsageError(`the C library has no function ${functionName}`)
      const end = at(stack, stack.bytes.length)
      return c.clone(entry, end - end % 16, flags, at(argument, 0))
    },
    abort: (): never => {
      c.abort()
      throw new Error('abort() came back')
    }
  }
}
