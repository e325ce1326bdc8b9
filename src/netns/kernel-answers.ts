// Whether the kernel still answers: after a bug of its own, its lock for networks (RTNL) may be held for good.
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { childProcess } from '../libc/node.js'

/** How long the kernel may take to list its links, in milliseconds. */
const PATIENCE = 15_000

/** In one line, what is wrong and what mends it; undefined where the kernel answers. */
export async function kernelProblem (): Promise<string | undefined> {
  // Asked by a process of its own, which is left behind if it waits: it cannot even be killed.
  const asking = childProcess().spawn(process.execPath, ['-e', "require('node:os').networkInterfaces()"], {
    stdio: 'ignore', detached: true, env: { ...process.env, NODE_OPTIONS: '' },
  })
  asking.unref()
  const stop = new AbortController()
  const late = delay(PATIENCE, false, { signal: stop.signal }).catch(() => false)
  const answered = await Promise.race([once(asking, 'exit').then(() => true, () => true), late])
  stop.abort()
  return answered
    ? undefined
    : 'sandbox: this kernel does not answer: something that died holds its lock for networks (RTNL), and whoever asks ' +
      'for it waits for ever; `dmesg` may say what it was; restart the machine'
}
