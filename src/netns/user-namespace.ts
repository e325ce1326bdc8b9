// Who may have a user namespace, and with it a sandbox, and what to do where the kernel says no. user_namespaces(7)
import { ENOSPC, EPERM } from '../libc/errno.js'
import { SystemError } from '../libc/errors.js'
import { fs } from '../libc/node.js'

/**
 * The kernel, or what stands before it (AppArmor, seccomp, a container), refuses a sandbox. `hint` says what is missing
 * and which line mends it, `code` and `call` what was refused.
 */
export class SandboxError extends SystemError {
  constructor (errno: number, refused: { readonly call: string, readonly place?: string }, hint: string) {
    super(errno, refused.call, undefined, hint)
    this.message = `sandbox: ${refused.place ?? refused.call}: ${this.code}: ${hint}`
  }
}

/** What reads a file of /proc/sys, and gives undefined where there is none. */
export type ReadSetting = (path: string) => string | undefined

type Setting = readonly [path: string, forbids: string, hint: string]

const apparmor: Setting = ['kernel/apparmor_restrict_unprivileged_userns', '1',
  'AppArmor takes the capabilities from user namespaces (kernel.apparmor_restrict_unprivileged_userns is 1); ' +
  'as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0']
const settings: readonly Setting[] = [
  ['user/max_user_namespaces', '0',
    'user namespaces are switched off (user.max_user_namespaces is 0); ' +
    'as root: sysctl -w user.max_user_namespaces=15000'],
  ['kernel/unprivileged_userns_clone', '0',
    'only root may have user namespaces (kernel.unprivileged_userns_clone is 0); ' +
    'as root: sysctl -w kernel.unprivileged_userns_clone=1'],
  apparmor,
]

const container = 'in a container, start that with --privileged, or with --security-opt seccomp=unconfined ' +
  '--security-opt apparmor=unconfined --security-opt systempaths=unconfined'

/** Why somebody without CAP_SYS_ADMIN got no user namespace, or could do nothing in it, and the line that mends it. */
export function whyNoUserNamespace (read: ReadSetting = readSetting): string {
  for (const [path, forbids, hint] of settings) if (read(path) === forbids) return hint
  return `this process has no CAP_SYS_ADMIN and may not have a user namespace, either: be root; ${container}`
}

/** Why somebody with CAP_SYS_ADMIN got no namespaces, and what mends it. */
export function whyNoNamespaces (errno: number): string {
  if (errno === ENOSPC) {
    return 'there are as many namespaces as user.max_net_namespaces and its like allow; ' +
      'as root: sysctl -w user.max_net_namespaces=15000'
  }
  return `needs CAP_SYS_ADMIN; ${container}`
}

/** Why the init's `place` ('mount /proc') was refused, and what mends it. */
export function whyRefused (errno: number, place: string, read: ReadSetting = readSetting): string {
  const [path, forbids, hint] = apparmor
  if (read(path) === forbids) return hint
  // The kernel mounts a fresh /proc in a user namespace only if nothing of the one there is hidden.
  if (place === 'mount /proc' && errno === EPERM) {
    return 'parts of /proc are covered here (as a container does), so the kernel lets nobody mount a fresh one; ' +
      'start the container with --security-opt systempaths=unconfined, or --privileged'
  }
  return `this may not be mounted here; ${container}`
}

function readSetting (path: string): string | undefined {
  try {
    return fs.readFileSync(`/proc/sys/${path}`, 'utf8').trim()
  } catch {
    return undefined
  }
}
