// Tests that leave something behind, each of one kind; for test/run.test.ts.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import { NetworkNamespace } from '../../src/netns/namespace.js'

const kept: unknown[] = []

describe('what leaves something behind', () => {
  it('nothing', () => {})
  it('a process', () => { spawn('sleep', ['12345'], { detached: true, stdio: 'ignore' }).unref() })
  it('a name', async () => { await using left = await NetworkNamespace.create('left'); kept.push(left.name) })
  it('a namespace', async () => { kept.push(await NetworkNamespace.create()) })
  it('a mount', () => { spawnSync('mount', ['-t', 'tmpfs', 'none', '/mnt']) })
  it('a file', () => { fs.openSync('/etc/passwd', 'r') })
  it('a socket', () => { kept.push(net.createServer().listen(0)) })
  it('a link', () => { spawnSync('ip', ['link', 'add', 'left0', 'type', 'veth', 'peer', 'name', 'left1']) })
  it('a failure', () => { throw new Error('on purpose') })
  it('a wait', async () => { await new Promise<void>(resolve => setTimeout(resolve, 1000_000, undefined)) }).timeout(0)
})
