// On the machine itself: refuses where anything of the article is there already, and has a guardian remove what the run
// makes.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import { RtnetlinkSync, type Route } from '../../src/index.js'
import { hasCapability } from '../../src/netns/capabilities.js'
import { LOCK, madeBy } from './guarded.js'
import * as kernel from './kernel.js'

/** Why the article cannot run on this machine. Nothing was touched. */
export class HostError extends Error {
  override readonly name = 'HostError'
}

const guardianProgram = fileURLToPath(new URL('./guardian.js', import.meta.url))

export class Host {
  readonly #guardian: ChildProcess
  readonly #gone: Promise<unknown>

  private constructor (guardian: ChildProcess) {
    this.#guardian = guardian
    this.#gone = once(guardian, 'close')
  }

  /** @throws HostError */
  static async take (): Promise<Host> {
    for (const capability of ['SYS_ADMIN', 'NET_ADMIN'] as const) {
      if (hasCapability(capability)) continue
      throw new HostError(`it needs CAP_${capability}: be root, or leave out --host`)
    }
    await formerGuardian()
    const reason = inTheWay()
    if (reason !== undefined) throw new HostError(reason)
    // In a session of its own, where no terminal's Ctrl-C gets to it. 3 is held by every command.
    const stdio = ['pipe', 'pipe', 'inherit', 'pipe'] as const
    const guardian = spawn(process.execPath, [guardianProgram], { detached: true, stdio: [...stdio] })
    guardian.stdin?.on('error', () => {})
    const host = new Host(guardian)
    if (guardian.stdout === null) throw new HostError('its guardian has no output')
    const ready = await Promise.race([once(guardian.stdout, 'data'), host.#gone.then(() => undefined)])
    if (ready === undefined) throw new HostError('its guardian did not start: is another run under way?')
    return host
  }

  /** What every command holds, so that the guardian sees when the last one has ended. */
  get held (): ChildProcess['stdio'][number] | undefined {
    return this.#guardian.stdio[3]
  }

  before (words: readonly string[]): void {
    for (const thing of madeBy(words)) this.#tell('+', thing)
  }

  /** What was refused was not made, and must not be removed. */
  after (words: readonly string[], succeeded: boolean): void {
    if (!succeeded) for (const thing of madeBy(words)) this.#tell('-', thing)
  }

  /** Has everything removed, and waits for that. */
  async leave (): Promise<void> {
    this.#guardian.stdin?.destroy()
    this.#guardian.stdio[3]?.destroy()
    await this.#gone
  }

  #tell (sign: '+' | '-', thing: string): void {
    this.#guardian.stdin?.write(`${sign}${thing}\n`)
  }
}

/** A run that was killed has its guardian at work for a moment: waits for its end. */
async function formerGuardian (): Promise<void> {
  const socket = net.connect(LOCK)
  try {
    await once(socket, 'connect')
  } catch {
    return // nobody listens: there is none
  }
  let timer: NodeJS.Timeout | undefined
  const waitFor = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => socket.destroy(new HostError('another run is under way')), ms)
  }
  // It may be that the run was killed just now.
  waitFor(3000)
  socket.on('data', () => waitFor(30_000))
  try {
    await new Promise((resolve, reject) => {
      socket.on('error', error => { if (error instanceof HostError) reject(error) })
      socket.on('close', resolve)
    })
  } finally {
    clearTimeout(timer)
  }
}

/** What of the article there is already, in a sentence. */
function inTheWay (): string | undefined {
  if (kernel.namespaceOf(1) !== kernel.namespaceOf('self')) {
    return 'PID 1 is in another network namespace, and the article begins in that of PID 1'
  }
  if (kernel.names().includes('netns1')) return 'there is a namespace netns1 already: see rtnl netns list'
  using rt = RtnetlinkSync.open()
  const link = rt.link.list().find(({ ifname }) => /^veth[0-3]$/.test(ifname ?? ''))
  if (link !== undefined) return `there is a link ${link.ifname} already: see rtnl link show`
  const addresses = rt.address.list({ family: 'inet' })
  const address = addresses.find(({ local }) => local?.startsWith('10.1.1.') === true)
  if (address !== undefined) return `this machine has the address ${address.local} already: see rtnl addr show`
  const route = rt.route.list({ family: 'inet' }).find(covers)
  return route === undefined ? undefined
    : `this machine has a route for ${route.dst}/${route.dstLen} already, ` +
      'which 10.1.1.0/24 would take from it: see rtnl route show'
}

/** Whether a route is for 10.1.1.0/24, a part of it, or some network that it is in, but for a default route. */
function covers ({ dst, dstLen }: Route): boolean {
  if (typeof dst !== 'string' || dstLen === 0) return false
  const bits = Math.min(24, dstLen)
  return binary(dst).slice(0, bits) === binary('10.1.1.0').slice(0, bits)
}

const binary = (address: string): string =>
  address.split('.').map(byte => Number(byte).toString(2).padStart(8, '0')).join('')
