// Kernel parameters that each network namespace has its own of: /proc/sys/net. sysctl(8),
// Documentation/networking/ip-sysctl.rst
import { UsageError } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import { refusal } from './refusal.js'

/**
 * The file of a parameter. As sysctl(8) has it, the first separator tells how the key is written:
 * net.ipv4.conf.eth0/10.forwarding and net/ipv4/conf/eth0.10/forwarding are the same.
 * @throws UsageError for what is not below net, or would lead out of it
 */
export function sysctlPath (key: string): string {
  const first = /[./]/.exec(key)?.[0]
  const path = first === '.' ? key.replace(/[./]/g, separator => separator === '.' ? '/' : '.') : key
  const segments = path.split('/')
  if (segments[0] !== 'net' || segments.length < 2) {
    throw new UsageError(`${JSON.stringify(key)} is no parameter of a network namespace: those begin with net.`)
  }
  if (segments.some(segment => segment === '' || segment === '.' || segment === '..') || path.includes('\0')) {
    throw new UsageError(`${JSON.stringify(key)} is no parameter's name: ` +
      'a part of it is empty, leads upwards or holds a zero byte')
  }
  return `/proc/sys/${path}`
}

/** Reads a parameter of the namespace that this thread is in: /proc/sys/net shows that of the thread that looks. */
export function readSysctl (key: string): string {
  const path = sysctlPath(key)
  try {
    return fs.readFileSync(path, 'utf8').replace(/\n$/, '')
  } catch (error) {
    throw refusal(error, path, advice(key, error))
  }
}

export function writeSysctl (key: string, value: string | number | boolean): void {
  const path = sysctlPath(key)
  try {
    // 'r+': no file may be made, should this not be a /proc at all
    fs.writeFileSync(path, `${typeof value === 'boolean' ? Number(value) : value}\n`, { flag: 'r+' })
  } catch (error) {
    throw refusal(error, `${path} ${JSON.stringify(String(value))}`, advice(key, error))
  }
}

function advice (key: string, error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return `this namespace has no parameter ${key}`
  if (code === 'EROFS') return '/proc/sys is mounted read-only here, as in many containers'
  if (code === 'EINVAL') return `the kernel takes no such value for ${key}`
  return undefined
}
