// A command with its network off tries each way back. Witnesses: util-linux' nsenter, mount, umount and unshare;
// strace; the kernel's answers.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../../src/libc/errors.js'
import { hasCapability } from '../../src/netns/capabilities.js'
import { spawnWithout, withOwnPids } from '../../src/netns/isolation.js'
import type { Capability } from '../../src/netns/isolation.js'
import type { Running } from '../../src/netns/sandbox.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { needs, running } from './witness.js'
import { firstOf, Outer, privileged, unprivileged } from './sandbox-outside.js'
import type { WayIn } from './sandbox-outside.js'

const outerProgram = fileURLToPath(new URL('./isolation-outer.js', import.meta.url))
const namespaceModule = new URL('../../src/netns/namespace.js', import.meta.url).href
const libcModule = new URL('../../src/libc/open.js', import.meta.url).href
const isolatedBy = ({ title, outer, uid }: WayIn): WayIn => ({
  title, uid, outer: [process.execPath, outerProgram, ...outer.filter(word => word === '--without-admin')]
})
const [asRoot, asAnybody] = [firstOf(privileged), firstOf(unprivileged)]

for (const way of [{ ...isolatedBy(asRoot), title: 'with CAP_SYS_ADMIN' }, isolatedBy(asAnybody)]) {
  describe(`isolated, ${way.title}`, () => {
    const sh = async (script: string): ReturnType<Outer['end']> => await new Outer(way, ['sh', '-c', script]).end()

    it('ends with the exit status of its command', async () => {
      expect(await sh('exit 7')).to.include({ code: 7 })
    })

    it('starts while names of namespaces come and go', async () => {
      using churn = await running(process.execPath, '--input-type=module', '-e', `
        import { NetworkNamespace } from '${namespaceModule}'
        console.log('up')
        const names = Array.from({ length: 30 }, (_, i) => 'fleeting' + i)
        for (const end = Date.now() + 1500; Date.now() < end;) {
          for (const name of names) NetworkNamespace.createSync(name).close()
          for (const name of names) await NetworkNamespace.delete(name)
        }`)
      const ends: Array<Awaited<ReturnType<typeof sh>>> = []
      while (churn.exitCode === null) ends.push(await sh('true'))
      for (const end of ends) expect(end).to.include({ code: 0, stderr: '' })
    })

    it('has no link but a down lo', async () => {
      const { stdout } = await sh('ls /sys/class/net; cat /sys/class/net/lo/flags; tail -n +3 /proc/net/dev | cut -d: -f1')
      expect(stdout).to.equal('lo\n0x8\n    lo\n')
    })

    it('may not set its lo up', async () => {
      // SIOCSIFFLAGS (netdevice(7)) of lo with IFF_UP
      const { stdout } = await new Outer(way, [process.execPath, '-e', `import('${libcModule}').then(({ libc }) => {
        const request = new Uint8Array(40); request.set([108, 111]); request[16] = 1
        console.log(libc().ioctl(libc().socket(2, 2, 0), 0x8914, request)) })`]).end()
      expect(stdout).to.equal('-1\n') // EPERM
    })

    it('reaches no server outside, by the loopback or by an abstract socket', async () => {
      const abstract = `\0rtnetlink-${process.pid}`
      const refuse = (): void => { throw new Error('somebody connected') }
      await using tcp = net.createServer(refuse).listen(0, '127.0.0.1')
      await using unix = net.createServer(refuse).listen(abstract)
      await Promise.all([tcp, unix].map(async server => server.listening || await once(server, 'listening')))
      const script = `const say = e => console.log(e.code)
        net.connect(${(tcp.address() as net.AddressInfo).port}, '127.0.0.1').on('error', say)
        net.connect(${JSON.stringify(abstract)}).on('error', say)`
      const { stdout } = await new Outer(way, [process.execPath, '-e', script]).end()
      expect(stdout.trim().split('\n').sort()).to.deep.equal(['ECONNREFUSED', 'ENETUNREACH'])
    })

    it('has its own PIDs', async () => {
      const { stdout } = await sh('tr "\\0" " " </proc/1/cmdline; echo; echo /proc/[0-9]* | wc -w')
      expect(stdout).to.match(/sandbox-init\.js \n[2-4]\n$/)
    })

    it('finds no namespace by a name or a path', async () => {
      const file = `/tmp/rtnetlink-isolation-${process.pid}`
      await using blue = await NetworkNamespace.create('blue')
      fs.writeFileSync(file, '')
      spawnSync('mount', ['--bind', `/proc/${process.pid}/fd/${blue.fd}`, file])
      try {
        expect(fs.readFileSync('/proc/self/mountinfo', 'utf8')).to.include(` ${file} `).and.to.include('/run/netns/blue ')
        const { stdout, stderr } = await sh(`ls -A /run/netns; nsenter --net=/run/netns/blue true; nsenter --net=${file} true`)
        expect(stdout).to.equal('')
        expect(stderr).to.include('nsenter: cannot open /run/netns/blue: No such file or directory')
        expect(stderr).to.match(/nsenter: reassociate to namespace '.*' failed: Invalid argument/)
      } finally {
        spawnSync('umount', [file])
        fs.rmSync(file)
        await NetworkNamespace.delete('blue')
      }
    })

    const waysBack: ReadonlyArray<readonly [what: string, script: string, answer: RegExp]> = [
      ['the namespaces of PID 1', 'nsenter --net=/proc/1/ns/net true', /nsenter: cannot open \/proc\/1\/ns\/net: Permission denied/],
      ['the files of PID 1', 'ls /proc/1/root/; cat /proc/1/fd/3', /root\/': Permission denied[^]*fd\/3: Permission denied/],
      ['the memory of PID 1', 'cat /proc/1/environ /proc/1/maps; : >/proc/1/mem', /environ: Permission denied[^]*maps: Permission denied[^]*mem: Permission denied/],
      ['a /proc of its own', 'mount -t proc proc /mnt', /mount: \/mnt: permission denied/],
      ['the /proc below', 'umount /proc', /umount: \/proc: must be superuser to unmount/],
      ['the /proc below, as the root of a user namespace', 'unshare -Urm umount /proc', /umount: \/proc: not mounted|Invalid argument/],
      ['a /proc of its own, as the root of a user namespace', 'unshare -Urmpf mount -t proc proc /proc', /mount: \/proc: permission denied/],
      ['the namespaces of PID 1, as the root of a user namespace', 'unshare -Ur nsenter --net=/proc/1/ns/net true', /Permission denied/],
      ['a new mount namespace', 'unshare -m true', /unshare: unshare failed: Operation not permitted/],
      ['a chroot', 'chroot / true', /chroot: cannot change root directory to '\/': Operation not permitted/],
      ['a device', 'd=$(mktemp -d); mknod $d/memory c 1 1; made=$?; rm -r $d; exit $made', /mknod: .*\/memory: Operation not permitted/],
      ['the program that the kernel runs at a crash', 'echo x >/proc/sys/kernel/core_pattern', /Read-only file system|Permission denied/],
      ['a writable /proc/sys', 'mount -o remount,bind,rw /proc/sys', /mount: \/proc\/sys: permission denied/],
    ]
    for (const [what, script, answer] of waysBack) {
      it(`is refused ${what}`, async () => {
        const { code, stderr } = await sh(script)
        expect(stderr).to.match(answer)
        expect(code).to.not.equal(0)
      })
    }

    it('may not trace PID 1 [needs strace]', async function () {
      needs('strace').call(this)
      expect((await sh('strace -p 1')).stderr).to.match(/attach: ptrace\(PTRACE_SEIZE, 1\): Operation not permitted/)
    })

    it('has lost its capabilities for good', async () => {
      const { stdout } = await sh('grep -E "Cap(Prm|Eff|Bnd|Inh|Amb)|NoNewPrivs" /proc/self/status')
      // linux/capability.h: the bits of DAC_READ_SEARCH, NET_ADMIN, SYS_CHROOT, SYS_PTRACE, SYS_ADMIN, MKNOD
      const lost = [2n, 12n, 18n, 19n, 21n, 27n].reduce((mask, bit) => mask | 1n << bit, 0n)
      const sets = [...stdout.matchAll(/^Cap\w+:\s(\w+)$/gm)].map(([, hex]) => BigInt(`0x${hex}`))
      expect(sets).to.have.length(5)
      for (const set of sets) expect(set & lost).to.equal(0n)
      expect(stdout).to.include('NoNewPrivs:\t1')
    })

    it('starts no debugger in PID 1', async () => {
      // /proc/net/tcp has a line for each socket behind its heading.
      const { stdout } = await sh('kill -USR1 1; sleep 0.2; cat /proc/net/tcp | wc -l; echo alive')
      expect(stdout).to.equal('1\nalive\n')
    })

    it('kills what its command left running', async () => {
      expect(await sh('setsid sleep 1000 & exit 3')).to.include({ code: 3 })
    })
  })
}

async function output (running: Running): Promise<{ code: number | null, stdout: string, stderr: string }> {
  const text = async (stream: typeof running.stdout): Promise<string> => {
    let all = ''
    for await (const part of stream ?? []) all += String(part)
    return all
  }
  const [stdout, stderr, { code }] = await Promise.all([text(running.stdout), text(running.stderr), running])
  return { code, stdout, stderr }
}
const piped = { stdio: ['ignore', 'pipe', 'pipe'] } as const

describe('spawnWithout', () => {
  const bit = { NET_ADMIN: 12n, SYS_ADMIN: 21n, NET_RAW: 13n }
  const masks = async (drop: readonly Capability[]): Promise<bigint[]> => {
    const { stdout } = await output(spawnWithout(drop, ['grep', '-E', 'Cap(Prm|Eff|Bnd)', '/proc/self/status'], piped))
    return [...stdout.matchAll(/^Cap\w+:\s(\w+)$/gm)].map(([, hex]) => BigInt(`0x${hex}`))
  }

  it('takes one capability and leaves the others', async () => {
    const sets = await masks(['NET_ADMIN'])
    expect(sets).to.have.length(3)
    for (const set of sets) {
      expect(set >> bit.NET_ADMIN & 1n).to.equal(0n)
      expect(set >> bit.SYS_ADMIN & 1n).to.equal(1n)
    }
  })

  it('takes several', async () => {
    for (const set of await masks(['NET_RAW', 'SYS_ADMIN'])) expect(set & (1n << bit.NET_RAW | 1n << bit.SYS_ADMIN)).to.equal(0n)
  })

  it('leaves this process what it has', async () => {
    await spawnWithout(['SYS_ADMIN'], ['true'])
    expect(hasCapability('SYS_ADMIN')).to.equal(true)
    expect(fs.readFileSync('/proc/self/status', 'utf8')).to.match(/CapBnd:\t[0-9a-f]*[2367abef][0-9a-f]{5}\n/) // bit 21
  })

  it('runs in a namespace, whose links it sees and may not change [needs iproute2]', async function () {
    needs('ip').call(this)
    await using blue = await NetworkNamespace.create()
    const change = ['ip', 'link', 'set', 'lo', 'up']
    const seen = await output(spawnWithout(['NET_ADMIN'], ['ip', '-br', 'link'], { ...piped, network: blue.fd }))
    expect(seen.stdout).to.match(/^lo +DOWN .*\n$/)
    const refused = await output(spawnWithout(['NET_ADMIN'], change, { ...piped, network: blue.fd }))
    expect(refused).to.deep.equal({ code: 2, stdout: '', stderr: 'RTNETLINK answers: Operation not permitted\n' })
    expect((await output(spawnWithout([], change, { ...piped, network: blue.fd }))).code).to.equal(0)
  })

  it('says which program there is not', async () => {
    const error = await spawnWithout([], ['no-such-program'], { env: { PATH: '/bin' } }).then(() => undefined, (error: Error) => error)
    expect(error?.message).to.equal('execve no-such-program: ENOENT: No such file or directory')
  })

  it('kills its command at an abort', async () => {
    const abort = new AbortController()
    const running = spawnWithout([], ['sh', '-c', 'echo ready; exec sleep 1000'], { ...piped, signal: abort.signal })
    running.stdout?.once('data', () => abort.abort(new Error('enough')))
    expect((await running.then(() => undefined, (error: Error) => error))?.message).to.equal('enough')
  })

  it('passes signals', async () => {
    const running = spawnWithout([], ['sh', '-c', 'echo ready; exec sleep 1000'], piped)
    for (const send of [running.kill, running.relay]) expect(() => { send('SIGFOO' as 'SIGTERM') }).to.throw(UsageError, 'kill: SIGFOO is no signal')
    running.stdout?.once('data', () => running.kill('SIGTERM'))
    expect(await running).to.deep.equal({ code: null, signal: 'SIGTERM' })
  })
})

describe('withOwnPids', () => {
  it('has another PID 1, and no other process', async () => {
    const { stdout } = await output(withOwnPids(['sh', '-c', 'tr "\\0" " " </proc/1/cmdline; echo; echo /proc/[0-9]* | wc -w'], piped))
    expect(stdout).to.match(/sandbox-init\.js \n[2-4]\n$/)
  })

  it('stays in the network namespace, or goes to the one that is given', async () => {
    await using blue = await NetworkNamespace.create()
    const here = await output(withOwnPids(['readlink', '/proc/self/ns/net'], piped))
    expect(here.stdout.trim()).to.equal(fs.readlinkSync('/proc/self/ns/net'))
    const there = await output(withOwnPids(['sh', '-c', 'readlink /proc/self/ns/net /proc/1/ns/net; ls /sys/class/net'], { ...piped, network: blue.fd }))
    expect(there.stdout).to.equal(`${fs.readlinkSync(`/proc/self/fd/${blue.fd}`)}\n`.repeat(2) + 'lo\n')
  })

  it('needs CAP_SYS_ADMIN in the one that is given', async () => {
    await using blue = await NetworkNamespace.create()
    expect(() => withOwnPids(['true'], { way: 'unshare', network: blue.fd })).to.throw('setns: EPERM: Operation not permitted')
  })
})

describe('dropCapabilities', () => {
  it('is for good', async () => {
    const script = `import { dropCapabilities, hasCapability } from '${new URL('../../src/netns/capabilities.js', import.meta.url).href}'
      import { spawnSync } from 'node:child_process'
      dropCapabilities(['NET_ADMIN', 'NET_ADMIN'])
      dropCapabilities([])
      console.log(hasCapability('NET_ADMIN'), hasCapability('NET_RAW'), spawnSync('sh', ['-c', 'grep Bnd /proc/self/status'], { encoding: 'utf8' }).stdout)`
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(stdout).to.match(/^false true CapBnd:\t[0-9a-f]*[02468ace][0-9a-f]{3}\n/) // bit 12
  })

  it('forbids new privileges where the bounding set may not be changed', () => {
    const script = `import { dropCapabilities } from '${new URL('../../src/netns/capabilities.js', import.meta.url).href}'
      import { spawnSync } from 'node:child_process'
      dropCapabilities(['SETPCAP'])
      dropCapabilities(['NET_ADMIN'])
      console.log(spawnSync('sh', ['-c', 'grep NoNewPrivs /proc/self/status'], { encoding: 'utf8' }).stdout)`
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(stdout).to.include('NoNewPrivs:\t1')
  })
})
