// Network namespaces: made, opened, held, entered. network_namespaces(7), ioctl_ns(2), ip-netns(8)
import { ENOENT } from '../libc/errno.js'
import { check, SystemError, UsageError } from '../libc/errors.js'
import { fs, util } from '../libc/node.js'
import { hold, letGo, libc } from '../libc/open.js'
import { execFileIn } from './exec-file.js'
import type { BufferEncoded, ExecFileOptions, ExecFilePromise } from './exec-file.js'
import { spawnIn } from './exec.js'
import type { SpawnOptions } from './exec.js'
import { descriptorIn, elsewhere, inside, openOwn } from './enter.js'
import { CLONE_NEWNET, O_NONBLOCK, O_RDONLY } from './flags.js'
import { namespaceOf, processesIn } from './holders.js'
import { createNamed, deleteNamed, howToClear, listNamed, NSFS_MAGIC, pathOf } from './named.js'
import type { NamedNamespace } from './named.js'
import { openProcess } from './process.js'
import type { Program } from './program.js'
import { readSysctl, writeSysctl } from './sysctl.js'

const F_DUPFD_CLOEXEC = 1030
/** _IO(0xb7, 3): linux/nsfs.h */
const NS_GET_NSTYPE = 0xb703

/** Which namespace: its name in /run/netns, a process that is in it, a descriptor or a file of it. */
export type NamespaceSource = string | { readonly pid: number } | { readonly fd: number } | { readonly path: string }

/**
 * A function that gives nothing that is still going on. The first line lets `any` and `unknown` pass: `run` looks at
 * what really comes.
 */
type Synchronous<F extends () => unknown> = unknown extends ReturnType<F> ? F
  : [Extract<ReturnType<F>, { then: (...all: never[]) => unknown }>] extends [never] ? F : never

/**
 * A network namespace, held open by a descriptor. It lives as long as anything holds it: this object, a name, a
 * process, a socket. Closing (`close`, `using`, `await using`) lets go of it; a name stays until
 * `NetworkNamespace.delete`.
 */
export class NetworkNamespace implements Disposable, AsyncDisposable {
  /** In a bundle, too, where esbuild renames a class that names itself. */
  static readonly name: string = 'NetworkNamespace'
  /** The number that `readlink /proc/PID/ns/net` has in brackets. */
  readonly inode: number
  readonly #device: number
  #fd: number

  /** @param fd is this object's from now on */
  private constructor (fd: number, readonly name: string | undefined) {
    this.#fd = fd
    const { ino, dev } = fs.fstatSync(fd)
    this.inode = ino
    this.#device = dev
    hold(fd)
  }

  /**
   * Makes a namespace: nothing in it but a `lo` that is down. With a name it is as one of `ip netns add`, seen by `ip
   * netns` and staying until it is deleted; without, it ends with the last thing that holds it. Needs CAP_SYS_ADMIN.
   * @throws UsageError for a name that is none, SystemError EEXIST where there is one already, EPERM; nothing half-made
   * stays
   */
  static async create (name?: string): Promise<NetworkNamespace> {
    return NetworkNamespace.createSync(name)
  }

  /** As `create`, without a promise. */
  static createSync (name?: string): NetworkNamespace {
    if (name !== undefined) return new NetworkNamespace(createNamed(name), name)
    const fd = elsewhere(() => { check(libc().unshare(CLONE_NEWNET), 'unshare', '(a network namespace)') }, openOwn)
    return new NetworkNamespace(fd, undefined)
  }

  /**
   * Opens one that exists. A process is taken by its pidfd where the kernel has one, so that a number that was given to
   * another process meanwhile is noticed. A descriptor is duplicated: the one that is given stays the caller's.
   * @throws SystemError ENOENT, ESRCH, EACCES; UsageError where the thing is not a network namespace, or the name is
   * none
   */
  static async open (source: NamespaceSource): Promise<NetworkNamespace> {
    return NetworkNamespace.openSync(source)
  }

  /** As `open`, without a promise. */
  static openSync (source: NamespaceSource): NetworkNamespace {
    if (typeof source === 'string') return NetworkNamespace.#openName(source)
    if (typeof source !== 'object' || source === null || !['pid', 'fd', 'path'].some(key => key in source)) {
      throw new UsageError(`${JSON.stringify(source)} is none of a name, { pid }, { fd }, { path }`)
    }
    if ('pid' in source) return NetworkNamespace.#checked(openProcess(source.pid), `process ${source.pid}`)
    if ('fd' in source) {
      const fd = check(libc().fcntl(descriptorIn(source, 'fd'), F_DUPFD_CLOEXEC, 0), 'fcntl', `(descriptor ${source.fd})`)
      return NetworkNamespace.#checked(fd, `descriptor ${source.fd}`)
    }
    // O_NONBLOCK: the file could be a pipe with nobody at its other end
    const fd = check(libc().open(String(source.path), O_RDONLY | O_NONBLOCK), 'open', source.path)
    return NetworkNamespace.#checked(fd, source.path)
  }

  static #openName (name: string): NetworkNamespace {
    const path = pathOf(name)
    const type = libc().statfsType(path)
    if (type === -ENOENT) throw new SystemError(ENOENT, 'open', path, `there is no network namespace named ${name}`)
    // Looked at before it is opened: mode 0 lets only root do that, and EACCES would mislead
    if (type >= 0 && type !== NSFS_MAGIC) {
      throw new UsageError(`${path} is no network namespace, only a file that a crash left behind ` +
        `(nothing is mounted on it): ${howToClear(name)}`)
    }
    return NetworkNamespace.#checked(check(libc().open(path, O_RDONLY), 'open', path), path, name)
  }

  static #checked (fd: number, what: string, name?: string): NetworkNamespace {
    const reason = libc().fstatfsType(fd) !== NSFS_MAGIC ? 'it is no namespace at all'
      : libc().ioctl(fd, NS_GET_NSTYPE, new Uint8Array(8)) !== CLONE_NEWNET ? 'it is a namespace of another type'
      : undefined
    if (reason === undefined) return new NetworkNamespace(fd, name)
    libc().close(fd)
    throw new UsageError(`${what} is not a network namespace: ${reason}`)
  }

  /** The one that this thread is in. */
  static async current (): Promise<NetworkNamespace> {
    return NetworkNamespace.currentSync()
  }

  /** As `current`, without a promise. */
  static currentSync (): NetworkNamespace {
    return new NetworkNamespace(openOwn(), undefined)
  }

  /** The names in /run/netns, in the order of `ip netns list`. */
  static async list (): Promise<NamedNamespace[]> {
    return listNamed()
  }

  /**
   * Takes a name away, also a stale one. The namespace lives on while a process is in it or a descriptor holds it.
   * @throws UsageError for a name that is none, SystemError ENOENT where there is none such, EBUSY with who holds it,
   * EPERM
   */
  static async delete (name: string): Promise<void> {
    deleteNamed(name)
  }

  /**
   * The names of the namespace that a process is in, as `ip netns identify`: none, one, or more.
   * @throws SystemError ESRCH, EACCES
   */
  static async identify (pid: number): Promise<string[]> {
    const inode = namespaceOf(pid)
    return listNamed().filter(entry => !entry.stale && entry.inode === inode).map(entry => entry.name)
  }

  /** The processes in a named namespace, as far as this one may look at them; as `ip netns pids`. */
  static async pids (name: string): Promise<number[]> {
    using namespace = NetworkNamespace.openSync(name)
    return processesIn(namespace.inode)
  }

  /** Stays this object's. @throws UsageError after `close` */
  get fd (): number {
    if (this.#fd < 0) throw new UsageError(`the namespace ${this} is closed`)
    return this.#fd
  }

  /** Are both the same namespace? */
  equals (other: NetworkNamespace): boolean {
    return this.inode === other.inode && this.#device === other.#device
  }

  /**
   * Runs `step` inside, on this thread, and gives back what it gave. All that `step` does at once happens inside; what
   * it leaves for later does not, so it must not wait for anything, and a function that does is refused. These act late
   * in Node, so inside they do not work: net.connect, listen with a host's name, dns.lookup, fetch, fs promises and
   * callbacks, timers. `spawn` starts a program inside.
   * @throws UsageError for an async or generator function (it is not called) and for one that gives a promise (it has
   * run); SystemError EPERM. If the thread cannot be brought back, the process ends.
   */
  run<F extends () => unknown> (step: F & Synchronous<F>): ReturnType<F> {
    if (util.types.isAsyncFunction(step) || util.types.isGeneratorFunction(step)) {
      throw new UsageError('run: the function is async or a generator, and would go on outside of the namespace. ' +
        'It was not called')
    }
    const result: unknown = inside(this.fd, String(this), step)
    if (isThenable(result)) {
      // Whatever comes of it, it came too late: the error below is what the caller has to see
      if (util.types.isPromise(result)) result.catch(() => {})
      throw new UsageError('run: the function gave a promise, and what is behind it goes on outside of the namespace')
    }
    return result as ReturnType<F>
  }

  /**
   * Reads, or with `value` writes, one of the kernel's parameters that each network namespace has its own of:
   * `sysctl('net.ipv4.ip_forward')`, `sysctl('net/ipv4/conf/eth0.10/forwarding', 1)`.
   * @throws UsageError for what is not below net.; SystemError ENOENT, EINVAL, EACCES, EROFS
   */
  sysctl (key: string): string
  sysctl (key: string, value: string | number | boolean): void
  sysctl (key: string, value?: string | number | boolean): string | void {
    return inside(this.fd, String(this), () => value === undefined ? readSysctl(key) : writeSysctl(key, value))
  }

  /**
   * Starts a program inside, as `ip netns exec` does: with the /sys of this namespace, and, if it has a name, with the
   * files of /etc/netns/NAME bound over those of /etc. Mounts that the program makes stay its own. Arguments, streams
   * and events are those of Node's `child_process.spawn`; a program that cannot be started is an 'error' event. There
   * is no `shell` and no channel ('ipc'). This thread waits until the program runs, about 2 ms, the first time 50. The
   * program is a child of a thread of its own, which lives as long as this process: PR_SET_PDEATHSIG follows that
   * thread, and umask, capabilities and scheduling are what they were when the first program was started.
   * @throws SystemError EPERM and others, where the namespace may not be entered or the mounts not be made; UsageError
   */
  spawn (file: string, args: readonly string[] = [], options: SpawnOptions = {}): Program {
    return spawnIn({ fd: this.fd, name: this.name, about: String(this) }, file, args, options)
  }

  /**
   * Runs a program inside, as `spawn`, and gives what it wrote. As `util.promisify(child_process.execFile)` it is
   * rejected where the program fails, with `code`, `signal`, `stdout` and `stderr` in the error (`ExecFileError`).
   * `program` of the promise is the running program.
   */
  execFile (file: string, args: readonly string[], options: ExecFileOptions & BufferEncoded): ExecFilePromise<Buffer>
  execFile (file: string, args?: readonly string[], options?: ExecFileOptions): ExecFilePromise<string>
  execFile (
    file: string, args: readonly string[] = [], options: ExecFileOptions = {}
  ): ExecFilePromise<string | Buffer> {
    return execFileIn({ fd: this.fd, name: this.name, about: String(this) }, file, args, options)
  }

  /** Lets go of the namespace; a second time does nothing. */
  close (): void {
    if (this.#fd < 0) return
    letGo(libc(), this.#fd)
    this.#fd = -1
  }

  /** 'blue', or 'net:[4026532248]' as the kernel says it. */
  toString (): string {
    return this.name ?? `net:[${this.inode}]`
  }

  [Symbol.dispose] (): void {
    this.close()
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    this.close()
  }
}

const isThenable = (value: unknown): boolean =>
  typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function'
