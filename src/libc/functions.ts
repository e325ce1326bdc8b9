// Every C function that is called, and how. Man pages: sections 2 and 3; uv_*: docs.libuv.org; the rest: v8.h and node.h,
// by the names that C++ compilers make of theirs.

/** An argument or a result: i int, l long or unsigned long, p an address as a number, b the bytes of a Uint8Array. */
export type Kind = 'i' | 'l' | 'p' | 'b'
export type Argument = number | Uint8Array

/** v8::Isolate::GetCurrent() */
export const CURRENT_ISOLATE = '_ZN2v87Isolate10GetCurrentEv'
/** node::GetCurrentEventLoop(isolate) */
export const CURRENT_LOOP = '_ZN4node19GetCurrentEventLoopEPN2v87IsolateE'
/** node::AddEnvironmentCleanupHook(isolate, function, argument) */
export const ADD_CLEANUP_HOOK = '_ZN4node25AddEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_'
/** node::RemoveEnvironmentCleanupHook(isolate, function, argument) */
export const REMOVE_CLEANUP_HOOK = '_ZN4node28RemoveEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_'

/** A letter for the result, then one for each argument. */
export const signatures = {
  socket: 'iiii',
  socketpair: 'iiiib',
  pipe2: 'ibi',
  bind: 'iibi',
  connect: 'iibi',
  listen: 'iii',
  getsockname: 'iibb',
  setsockopt: 'iiiibi',
  getsockopt: 'iiiibb',
  send: 'iipli',
  sendto: 'iiplibi',
  recv: 'iipli',
  sendmsg: 'iipi',
  recvmsg: 'iipi',
  recvmmsg: 'iipiip',
  poll: 'ipli',
  open: 'ibii',
  close: 'ii',
  epoll_create1: 'ii',
  epoll_ctl: 'iiiib',
  epoll_wait: 'iipii',
  fcntl: 'iiil',
  dup3: 'iiii',
  flock: 'iii',
  setns: 'iii',
  unshare: 'ii',
  mount: 'ibbblb',
  umount2: 'ibi',
  prctl: 'iillll',
  capget: 'ibb',
  capset: 'ibb',
  kill: 'iii',
  waitid: 'iiibi',
  waitpid: 'iibi',
  syscall: 'llll',
  ioctl: 'iilb',
  statfs: 'ibb',
  fstatfs: 'iib',
  sethostname: 'ibl',
  dlsym: 'plb',
  clone: 'ippip',
  abort: 'i',
  // Memory, and the way to what has no name here.
  memmove: 'pbbl',
  memcpy: 'pbpl',
  bcopy: 'ibpl',
  calloc: 'pll',
  free: 'ip',
  // The event loop.
  uv_handle_size: 'li',
  uv_poll_init: 'ippi',
  uv_poll_start: 'ipip',
  uv_ref: 'pp',
  uv_unref: 'pp',
  [CURRENT_ISOLATE]: 'p',
  [CURRENT_LOOP]: 'pp',
  [ADD_CLEANUP_HOOK]: 'pppp',
  [REMOVE_CLEANUP_HOOK]: 'pppp'
} as const satisfies Readonly<Record<string, string>>

export type FunctionName = keyof typeof signatures
export type Call = (...values: Argument[]) => number

/** Zero bytes that stay where they are as long as their buffer is there, aligned to 8. */
export interface Shared {
  readonly bytes: Uint8Array
  readonly address: number
}

/** Addresses of what the running program and its libraries show, by name; 0: nothing. dlsym(3) */
export function symbols ({ bind }: Pick<Ffi, 'bind'>): (name: string) => number {
  const dlsym = bind('dlsym')
  return name => dlsym(0, Buffer.from(`${name}\0`))
}

/** What a backend has to know how to do; the rest of this folder is the same for all. */
export interface Ffi {
  readonly backend: string
  /**
   * A C function of the running program and its libraries. It gives its result, or minus errno if that is -1 (of an
   * address: the address as it is).
   */
  bind (name: FunctionName): Call
  memory (size: number): Shared
}
