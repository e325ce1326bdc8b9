// What it takes to run a program in a namespace: ours, `ip netns exec` started by Node, and, as the floor, Node's own
// spawn without one. node dist/bench/exec.js [ROUNDS]: runs in a throw-away machine
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { NetworkNamespace } from '../src/netns/namespace.js'
import { inThrowAwayMachine } from './inside.js'

const ROUNDS = Number(process.argv[2] ?? 200)
const NAME = 'bench'

type Run = () => Promise<unknown>

async function inside (): Promise<void> {
  await using namespace = await NetworkNamespace.create(NAME)
  const exec = ['netns', 'exec', NAME, '/bin/true']
  const ignored = { stdio: 'ignore' } as const
  const ways: Array<[what: string, run: Run]> = [
    ['spawn in a namespace, stdio ignored', async () => await once(namespace.spawn('/bin/true', [], ignored), 'close')],
    ['ip netns exec, stdio ignored', async () => await once(spawn('ip', exec, ignored), 'close')],
    ['Node\'s spawn, no namespace, stdio ignored', async () => await once(spawn('/bin/true', ignored), 'close')],
    ['execFile in a namespace, output read', async () => await namespace.execFile('/bin/true')],
    ['ip netns exec, output read', async () => await read(spawn('ip', exec))],
    ['Node\'s spawn, no namespace, output read', async () => await read(spawn('/bin/true'))]
  ].filter(([what]) => spawnSync('ip', ['-V']).status === 0 || !String(what).startsWith('ip ')) as Array<[string, Run]>

  const started = performance.now()
  await ways[0]?.[1]()
  console.log(`first program, with the launcher's start: ${(performance.now() - started).toFixed(1)} ms`)
  // In turns, so that what else the machine does meets all alike
  const times = new Map<string, number[]>(ways.map(([what]) => [what, []]))
  for (let round = -10; round < ROUNDS; round++) {
    for (const [what, run] of ways) {
      const begin = performance.now()
      await run()
      if (round >= 0) times.get(what)?.push(performance.now() - begin)
    }
  }
  for (const [what, all] of times) {
    all.sort((a, b) => a - b)
    const at = (part: number): string => (all[Math.floor(all.length * part)] ?? NaN).toFixed(2)
    console.log(`${what.padEnd(44)} median ${at(0.5)} ms   p90 ${at(0.9)} ms`)
  }
  for (const [what, run] of ways) {
    const begin = performance.now()
    await Promise.all(Array.from({ length: 50 }, run))
    console.log(`${what.padEnd(44)} 50 at once: ${((performance.now() - begin) / 50).toFixed(2)} ms each`)
  }
  await NetworkNamespace.delete(NAME)
}

async function read (child: ReturnType<typeof spawn>): Promise<void> {
  child.stdout?.resume()
  child.stderr?.resume()
  await once(child, 'close')
}

await inThrowAwayMachine(import.meta.url, inside)
