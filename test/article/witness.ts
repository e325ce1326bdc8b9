// Runs of the article for its tests, and what the kernel says of the machine that they run on.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { NetworkNamespace } from '../../src/index.js'

export const article = fileURLToPath(new URL('../../examples/article/main.js', import.meta.url))
const MARK = 'RTNETLINK_ARTICLE_TEST'

export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** Words before node's. */
  readonly wrapped?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** It leads a process group of its own. */
  readonly detached?: boolean
}

/** A run of the article. Every process of it has its mark in its environment. */
export class Run {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  stdout = ''
  stderr = ''
  readonly #mark = `${process.pid}-${Math.random()}`
  #heard = (): void => {}

  constructor (args: readonly string[], { wrapped = [], env = {}, detached = false }: RunOptions = {}) {
    const [program = '', ...words] = [...wrapped, process.execPath, article, ...args]
    this.child = spawn(program, words, {
      detached, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env, [MARK]: this.#mark },
    })
    this.child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      this.stdout += part
      this.#heard()
    })
    this.child.stderr?.setEncoding('utf8').on('data', (part: string) => { this.stderr += part })
    this.ended = once(this.child, 'close').then(([status, signal]) =>
      ({ status: status as number | null, signal: signal as NodeJS.Signals | null, stdout: this.stdout, stderr: this.stderr }))
  }

  /** Resolves when it has printed this. */
  async said (text: string): Promise<void> {
    await Promise.race([
      new Promise<void>(resolve => {
        this.#heard = () => { if (this.stdout.includes(text)) resolve() }
        this.#heard()
      }),
      this.ended.then(() => { if (!this.stdout.includes(text)) throw new Error(`it ended before it said "${text}": ${this.stdout}${this.stderr}`) }),
    ])
  }

  /** Its processes: what /proc says, by their environment. */
  processes (): string[] {
    return fs.readdirSync('/proc').filter(name => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(`${MARK}=${this.#mark}\0`))
      .map(pid => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`)
  }

  /** Those that are left when the kernel has had some time. */
  async left (): Promise<string[]> {
    for (const until = Date.now() + 8000; Date.now() < until && this.processes().length > 0;) await delay(20)
    return this.processes()
  }
}

/** What a run could leave on its machine, or take from it. */
export interface Machine {
  readonly links: readonly string[]
  readonly names: readonly string[] | undefined
  readonly mounts: readonly string[]
  readonly routes: readonly string[]
}

export function machine (): Machine {
  return {
    links: read('/proc/self/net/dev').split('\n').slice(2).map(line => line.split(':')[0]?.trim() ?? '').sort(),
    names: fs.existsSync('/run/netns') ? fs.readdirSync('/run/netns').sort() : undefined,
    mounts: read('/proc/self/mountinfo').split('\n').map(line => line.split(' ').slice(3, 5).join(' ')),
    // Without the heading: it is there only once the namespace has had a table.
    routes: read('/proc/self/net/route').split('\n').slice(1).filter(line => line !== ''),
  }
}

/** How many echo requests and connections have come to this namespace. */
export function arrivals (): { echoes: number, connections: number } {
  return { echoes: counter('Icmp:', 'InEchos'), connections: counter('Tcp:', 'PassiveOpens') }
}

/** A number of the kernel's, of another namespace. */
export function counterOf (namespace: NetworkNamespace, protocol: string, name: string): number {
  return namespace.run(() => counter(protocol, name))
}

function counter (protocol: string, name: string): number {
  const [names = [], numbers = []] = read('/proc/thread-self/net/snmp').split('\n').filter(line => line.startsWith(protocol)).map(line => line.split(' '))
  return Number(numbers[names.indexOf(name)])
}

// A process may be gone between two looks.
function read (path: string): string {
  try { return fs.readFileSync(path, 'utf8') } catch { return '' }
}
