// Removes what a run on the machine itself has made, when that has ended, however it ended. Its standard input says
// what is made: that it ends is the run's end. Descriptor 3 is held by each of the run's commands: that it ends is
// theirs, and nothing is made any more.
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { NetworkNamespace, RtnetlinkSync, SystemError } from '../../src/index.js'
import { libc } from '../../src/libc/open.js'
import { LOCK, REMOVING } from './guarded.js'
import * as kernel from './kernel.js'

const made = new Set<string>()
const hadDirectory = fs.existsSync('/run/netns')
const connected: net.Socket[] = []

let removing = false
const lock = net.createServer(socket => {
  connected.push(socket.on('error', () => {}))
  if (removing) socket.write(REMOVING)
})
lock.on('error', () => process.exit(1))
lock.listen(LOCK, () => process.stdout.write('ready\n'))
process.stdout.on('error', () => {})
// A session of its own gets no Ctrl-C; whoever ends it by name is not obeyed.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {})

const commands = new net.Socket({ fd: 3 }).resume().on('error', () => {})
const allEnded = once(commands, 'close')
let rest = ''
process.stdin.setEncoding('utf8').on('data', (part: string) => {
  const lines = (rest + part).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    if (line.startsWith('+')) made.add(line.slice(1))
    else made.delete(line.slice(1))
  }
})
process.stdin.on('close', () => void remove())

async function remove (): Promise<void> {
  removing = true
  for (const socket of connected) socket.write(REMOVING)
  // They end with their standard input, or soon by themselves.
  await Promise.race([allEnded, delay(5000)])
  let failed = false
  // The last first.
  for (const thing of [...made].reverse()) {
    try {
      await removeOne(thing)
    } catch (error) {
      failed = true
      process.stderr.write(`article: could not remove ${thing}: ${String(error)}\n`)
    }
  }
  if (!hadDirectory) removeDirectory()
  for (const socket of connected) socket.destroy()
  process.exit(failed ? 1 : 0)
}

async function removeOne (thing: string): Promise<void> {
  const [object, name = ''] = thing.split(' ')
  if (object === 'link') {
    if (!kernel.links().includes(name)) return
    using rt = RtnetlinkSync.open()
    return rt.link.delete(name)
  }
  const namespace = kernel.mountedOn(name)
  if (namespace === undefined) return
  const inside = (): number[] => kernel.processesIn(namespace)
  for (const pid of inside()) process.kill(pid, 'SIGKILL')
  await NetworkNamespace.delete(name)
  for (const until = Date.now() + 5000; Date.now() < until && inside().length > 0;) await delay(10)
}

// Other names may have come meanwhile: then it is busy, and stays.
function removeDirectory (): void {
  try {
    if (fs.readdirSync('/run/netns').length > 0 || libc().umount2('/run/netns', 0) < 0) return
    fs.rmdirSync('/run/netns')
  } catch (error) {
    if (!(error instanceof SystemError) && (error as NodeJS.ErrnoException).code === undefined) throw error
  }
}
