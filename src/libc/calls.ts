// The calls of libc.ts over any FFI that can bind a C function. Constants: asm-generic/fcntl.h, bits/socket.h.
import { EINTR } from './errno.js'
import { UsageError, withoutZero } from './errors.js'
import type { Call, Ffi, FunctionName } from './functions.js'
import type { Libc } from './libc.js'
import type { Memory } from './memory.js'

const O_CLOEXEC = 0x80000
const SOCK_CLOEXEC = 0x80000
const MSG_CMSG_CLOEXEC = 0x40000000
/** The same number on every architecture; glibc has a function for it since 2.36 only. */
const SYS_PIDFD_OPEN = 434

const encoder = new TextEncoder()

/** A C string. */
const text = (value: string): Uint8Array => encoder.encode(`${withoutZero(value)}\0`)

/**
 * Calls again as long as a signal interrupts: Node's handlers only note the signal, so nothing waits for us in between.
 */
function retried (call: Call): Call {
  return (...values) => {
    for (;;) {
      const result = call(...values)
      if (result !== -EINTR) return result
    }
  }
}

const at = (memory: Memory, offset: number): number => Number(memory.address) + offset

/** The calls over an FFI. Functions are bound when they are first called. */
export function libcOver (ffi: Ffi): Libc {
  const once = (name: FunctionName, wrap: (call: Call) => Call = call => call): Call => {
    let bound: Call | undefined
    return (...values) => (bound ??= wrap(ffi.bind(name)))(...values)
  }
  const bind = (name: FunctionName): Call => once(name, retried)
  const c = {
    socket: bind('socket'),
    socketpair: bind('socketpair'),
    pipe2: bind('pipe2'),
    bind: bind('bind'),
    connect: once('connect'),
    listen: bind('listen'),
    getsockname: bind('getsockname'),
    setsockopt: bind('setsockopt'),
    getsockopt: bind('getsockopt'),
    send: bind('send'),
    sendto: bind('sendto'),
    recv: bind('recv'),
    sendmsg: bind('sendmsg'),
    recvmsg: bind('recvmsg'),
    recvmmsg: bind('recvmmsg'),
    poll: once('poll'),
    open: bind('open'),
    close: once('close'),
    epoll_create1: bind('epoll_create1'),
    epoll_ctl: bind('epoll_ctl'),
    epoll_wait: bind('epoll_wait'),
    fcntl: bind('fcntl'),
    dup3: bind('dup3'),
    flock: bind('flock'),
    setns: bind('setns'),
    unshare: bind('unshare'),
    mount: bind('mount'),
    umount2: bind('umount2'),
    prctl: bind('prctl'),
    capget: bind('capget'),
    capset: bind('capset'),
    kill: bind('kill'),
    waitid: bind('waitid'),
    waitpid: bind('waitpid'),
    syscall: bind('syscall'),
    ioctl: bind('ioctl'),
    statfs: bind('statfs'),
    fstatfs: bind('fstatfs'),
    sethostname: bind('sethostname'),
    dlsym: once('dlsym'),
    clone: once('clone'),
    abort: once('abort')
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
