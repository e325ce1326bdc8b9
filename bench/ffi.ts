// What a call to the C library costs, on ffi-rs and, where this Node has it, on node:ffi: node dist/bench/ffi.js
// Microseconds, the best of 40 rounds: other programs only ever make a round slower.
import { allocate, libc } from '../src/libc/open.js'
import type { Backend } from '../src/libc/open.js'
import type { Libc } from '../src/libc/libc.js'
import { waitReadable, Watcher } from '../src/socket/ready.js'

const ROUNDS = 40
const CALLS = 5000

function cost (step: () => void): number {
  let best = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    for (let call = 0; call < CALLS; call++) step()
    best = Math.min(best, performance.now() - began)
  }
  return best / CALLS * 1000
}

function sockets (c: Libc): readonly [number, number] {
  const both = c.socketpair(1, 1 | 0o4000, 0)
  if (typeof both === 'number') throw new Error(`socketpair: errno ${-both}`)
  return both
}

function calls (c: Libc): Record<string, number> {
  const [a, b] = sockets(c)
  const memory = allocate(4096)
  const value = new Uint8Array(4)
  const costs = {
    'kill(pid, 0)': cost(() => { c.kill(process.pid, 0) }),
    'close(-1), EBADF': cost(() => { c.close(-1) }),
    'getsockopt, 4 bytes back': cost(() => { c.getsockopt(a, 1, 3, value) }),
    'recv, EAGAIN': cost(() => { c.recv(a, memory, 0, 4096, 0) }),
    'send + recv, 32 bytes': cost(() => {
      c.send(b, memory, 0, 32, 0)
      c.recv(a, memory, 64, 4000, 0)
    }),
    'open + close, a path': cost(() => { c.close(c.open('/proc/self', 0)) })
  }
  c.close(a)
  c.close(b)
  return costs
}

/** A message and its wake-up, by the backend of the environment. */
async function wakeUps (c: Libc): Promise<Record<string, number>> {
  const [a, b] = sockets(c)
  const memory = allocate(64)
  const rounds = 5000
  const timed = async (run: () => Promise<void>): Promise<number> => {
    let best = Infinity
    for (let round = 0; round < 5; round++) {
      const began = performance.now()
      await run()
      best = Math.min(best, performance.now() - began)
    }
    return best / rounds * 1000
  }
  const costs = {
    'send, waitReadable, recv': await timed(async () => {
      for (let round = 0; round < rounds; round++) {
        c.send(b, memory, 0, 1, 0)
        await waitReadable(a)
        c.recv(a, memory, 0, 64, 0)
      }
    }),
    'send, Watcher, recv': await timed(async () => {
      await new Promise<void>(resolve => {
        let round = 0
        const watcher = new Watcher(a, () => {
          c.recv(a, memory, 0, 64, 0)
          if (++round < rounds) c.send(b, memory, 0, 1, 0)
          else {
            watcher.close()
            resolve()
          }
        })
        c.send(b, memory, 0, 1, 0)
      })
    })
  }
  c.close(a)
  c.close(b)
  return costs
}

const [major = 0] = process.versions.node.split('.').map(Number)
const backends: readonly Backend[] = major >= 26 ? ['ffi-rs', 'node'] : ['ffi-rs']
const columns = backends.map(backend => calls(libc(backend)))
const row = (name: string, values: ReadonlyArray<number | undefined>): string =>
  name.padEnd(28) + values.map(value => (value?.toFixed(2) ?? '').padStart(10)).join('')

console.log(`µs a call, Node ${process.versions.node}`)
console.log(' '.repeat(28) + backends.map(backend => backend.padStart(10)).join(''))
for (const name of Object.keys(columns[0] ?? {})) console.log(row(name, columns.map(column => column[name])))
console.log(`µs a message through the event loop, ${libc().backend}`)
for (const [name, value] of Object.entries(await wakeUps(libc()))) console.log(row(name, [value]))
