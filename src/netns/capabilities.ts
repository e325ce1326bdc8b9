// What a thread may do beyond its uid, and how it gives that up. capabilities(7), prctl(2); CAP_*: linux/capability.h
import { EPERM } from '../libc/errno.js'
import { fs } from '../libc/node.js'
import { libc } from '../libc/open.js'
import { check } from '../libc/errors.js'

const numbers = {
  CHOWN: 0, DAC_OVERRIDE: 1, DAC_READ_SEARCH: 2, FOWNER: 3, FSETID: 4, KILL: 5, SETGID: 6, SETUID: 7, SETPCAP: 8,
  LINUX_IMMUTABLE: 9, NET_BIND_SERVICE: 10, NET_BROADCAST: 11, NET_ADMIN: 12, NET_RAW: 13, IPC_LOCK: 14, IPC_OWNER: 15,
  SYS_MODULE: 16, SYS_RAWIO: 17, SYS_CHROOT: 18, SYS_PTRACE: 19, SYS_PACCT: 20, SYS_ADMIN: 21, SYS_BOOT: 22,
  SYS_NICE: 23, SYS_RESOURCE: 24, SYS_TIME: 25, SYS_TTY_CONFIG: 26, MKNOD: 27, LEASE: 28, AUDIT_WRITE: 29,
  AUDIT_CONTROL: 30, SETFCAP: 31, MAC_OVERRIDE: 32, MAC_ADMIN: 33, SYSLOG: 34, WAKE_ALARM: 35, BLOCK_SUSPEND: 36, AUDIT_READ: 37,
  PERFMON: 38, BPF: 39, CHECKPOINT_RESTORE: 40,
} as const

/** A capability's name without CAP_. */
export type Capability = keyof typeof numbers
export const isCapability = (name: string): name is Capability => Object.hasOwn(numbers, name)

const PR_CAPBSET_DROP = 24
const PR_SET_NO_NEW_PRIVS = 38
const PR_CAP_AMBIENT = 47
const PR_CAP_AMBIENT_CLEAR_ALL = 4
const LINUX_CAPABILITY_VERSION_3 = 0x20080522

/**
 * Whether the calling thread has the capability in its effective set, in its own user namespace. False on a system
 * without /proc.
 */
export function hasCapability (name: Capability): boolean {
  return (maskOf('CapEff') >> BigInt(numbers[name]) & 1n) === 1n
}

/**
 * Takes capabilities from the calling thread, and from all that it starts, for good: out of its bounding set, its
 * ambient set and its three own sets. Other threads of the process keep theirs. No way back: call it on a thread that
 * is thrown away. Where the bounding set may not be changed (no CAP_SETPCAP), set-uid programs give nothing from now
 * on, either (no_new_privs).
 */
export function dropCapabilities (names: readonly Capability[]): void {
  // A kernel older than a capability refuses its number (EINVAL): there is nothing to drop.
  const bounding = maskOf('CapBnd')
  const present = names.map(name => numbers[name]).filter(number => (bounding >> BigInt(number) & 1n) === 1n)
  const refused = present.map(number => libc().prctl(PR_CAPBSET_DROP, number, 0, 0, 0)).find(result => result < 0)
  if (refused === -EPERM) forbidNewPrivileges()
  else check(refused ?? 0, 'prctl(PR_CAPBSET_DROP)')
  check(libc().prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0), 'prctl(PR_CAP_AMBIENT)')
  const header = new Uint8Array(8)
  new DataView(header.buffer).setUint32(0, LINUX_CAPABILITY_VERSION_3, littleEndian)
  const sets = new Uint8Array(24)
  check(libc().capget(header, sets), 'capget')
  const view = new DataView(sets.buffer)
  for (const name of names) {
    const number = numbers[name]
    // struct __user_cap_data_struct twice, for the numbers below and from 32 on: effective, permitted, inheritable
    for (const set of [0, 4, 8]) {
      const at = (number >> 5) * 12 + set
      view.setUint32(at, view.getUint32(at, littleEndian) & ~(1 << (number & 31)), littleEndian)
    }
  }
  check(libc().capset(header, sets), 'capset')
}

/**
 * From now on no exec of this thread or its children gives anything: set-uid, set-gid and file capabilities are without
 * effect.
 */
export function forbidNewPrivileges (): void {
  check(libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 'prctl(PR_SET_NO_NEW_PRIVS)')
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

function maskOf (set: 'CapEff' | 'CapBnd'): bigint {
  // thread-self: /proc/self is the main thread
  const path = '/proc/thread-self/status'
  if (!fs.existsSync(path)) return 0n
  const hex = new RegExp(`^${set}:\\s*([0-9a-f]+)$`, 'm').exec(fs.readFileSync(path, 'utf8'))?.[1]
  return hex === undefined ? 0n : BigInt(`0x${hex}`)
}
