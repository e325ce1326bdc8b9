// What the kernel and other programs say of namespaces, for the tests of src/netns: nothing here is our own code.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** 4026531840 of the namespace that this thread is in, as the kernel has it. */
export const ownInode = (task: number | 'thread-self' = 'thread-self'): number =>
  Number(/\[(\d+)\]/.exec(readlinkSync(`/proc/${task}/ns/net`))?.[1])

/** How many descriptors this process has, but for the one that looks. */
export const descriptors = (): number => readdirSync('/proc/self/fd').length - 1

/** What a program wrote; it must have succeeded. */
export function output (file: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8' })
  if (status !== 0) throw error ?? new Error(`${file} ${args.join(' ')}: status ${status}: ${stderr}`)
  return stdout
}

/** How often a test of leaks goes round, and the like: RTNETLINK_SOAK=1 asks for the long form. */
export const rounds = <T>(short: T, long: T): T => process.env['RTNETLINK_SOAK'] === '1' ? long : short

const present = new Map<string, boolean>()

/** For `before` and `it`: skips where a program is missing. The test's title names it. */
export function needs (program: string): (this: Mocha.Context) => void {
  return function () {
    if (!present.has(program)) present.set(program, spawnSync(program, ['-V']).error === undefined)
    if (present.get(program) !== true) this.skip()
  }
}

/** A program, once it has written its first line. */
export async function running (file: string, ...args: string[]): Promise<ChildProcess & Disposable> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  if (child.stdout === null) throw new Error('no pipe')
  await once(child.stdout, 'data')
  return Object.assign(child, { [Symbol.dispose]: () => { child.kill('SIGKILL') } })
}

interface Told {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
  readonly signal: string | null
}

/**
 * A script in a Node of its own, with what it wrote and how it ended. It is ESM; %SRC% stands for our compiled sources.
 */
export function script (text: string, wrapped: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Told {
  const source = text.replaceAll('%SRC%', new URL('../../src', import.meta.url).href)
  const [file = process.execPath, ...args] = [...wrapped, process.execPath, '--input-type=module', '-e', source]
  const { stdout, stderr, status, signal } = spawnSync(file, args, {
    encoding: 'utf8', timeout: 20_000, env: { ...process.env, NODE_NO_WARNINGS: '1', ...env }
  })
  return { stdout, stderr, status, signal }
}

/** Looks again until it is so, for at most five seconds: where the kernel tells nobody. */
export async function eventually (is: () => boolean): Promise<boolean> {
  for (const until = Date.now() + 5000; Date.now() < until;) {
    if (is()) return true
    await delay(5)
  }
  return is()
}
