// The throw-away machine, each way in. Witnesses: /proc of the machine outside, wait status of a child process,
// util-linux.
import { expect } from 'chai'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Outer, outerProgram, privileged, run, sh, unprivileged, ways } from './sandbox-outside.js'

const libcModule = new URL('../../src/libc/open.js', import.meta.url).href

for (const way of ways) {
  describe(`sandbox, ${way.title}`, () => {
    it('ends with the exit status of its command', async () => {
      expect(await run(way, 'sh', '-c', 'exit 7')).to.include({ code: 7, signal: null })
    })

    it('ends by the signal that its command ended by', async () => {
      expect(await sh(way, 'kill -TERM $$')).to.include({ code: null, signal: 'SIGTERM' })
    })

    it('passes INT, TERM, HUP, QUIT and USR2 to its command', async () => {
      const names = ['INT', 'TERM', 'HUP', 'QUIT', 'USR2']
      const traps = names.map(name => `trap 'echo got ${name}' ${name}`).join(';')
      await using outer = new Outer(way, ['sh', '-c', `${traps}; sleep 1000 & echo ready; while :; do wait; done`])
      await outer.says('ready')
      for (const name of names) {
        outer.child.kill(`SIG${name}` as NodeJS.Signals)
        await outer.says(`got ${name}`)
      }
      expect(outer.stdout.trim().split('\n')).to.deep.equal(['ready', ...names.map(name => `got ${name}`)])
    })

    it('ends by a signal that its command does not handle', async () => {
      await using outer = new Outer(way, ['sh', '-c', 'echo ready; exec sleep 1000'])
      await outer.says('ready')
      outer.child.kill('SIGTERM')
      expect(await outer.end()).to.include({ code: null, signal: 'SIGTERM' })
    })

    it('kills what its command left running, in other sessions too', async () => {
      // `end` waits for everybody who holds the output.
      expect(await sh(way, 'setsid sleep 1000 & sleep 1000 & exit 3')).to.include({ code: 3 })
    })

    it('ends, with all that is inside, when the outer process is killed', async () => {
      await using outer = new Outer(way, ['sh', '-c', 'setsid sh -c "setsid sleep 1000 & echo ready; wait" & wait'])
      await outer.says('ready')
      outer.child.kill('SIGKILL')
      expect(await outer.end()).to.include({ signal: 'SIGKILL' })
    })

    it('ends, with all that is inside, when the parent of the outer process is killed', async () => {
      const parent = `"$@" & echo parent $$; wait`
      const command = [...way.outer, '--with-parent', 'sh', '-c', 'setsid sleep 1000 & echo ready; wait']
      await using outer = new Outer({ ...way, outer: ['sh', '-c', parent, 'sh'] }, command)
      await outer.says('ready')
      outer.child.kill('SIGKILL')
      expect(await outer.end()).to.include({ signal: 'SIGKILL' })
    })

    it('ends, with all that is inside, at whatever moment the outer process is killed', async () => {
      // Before there is an init, while it mounts, while the command starts, after that.
      await Promise.all([0, 40, 80, 120, 160, 200, 240, 280].map(async moment => {
        const outer = new Outer(way, ['sh', '-c', 'setsid sleep 1000 & sleep 1000'])
        await delay(moment)
        outer.child.kill('SIGKILL')
        expect(await outer.end()).to.include({ signal: 'SIGKILL' })
      }))
    })

    it('reaps orphans', async () => {
      // The inner sh ends at once; its child then belongs to the init, and must not stay a zombie when it ends.
      const { stdout } = await sh(way, `
        orphan=$(sh -c 'sleep 0.01 >/dev/null & echo $!')
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -d /proc/$orphan ] || { echo reaped; exit; }; sleep 0.1; done
        grep State /proc/$orphan/status`)
      expect(stdout).to.equal('reaped\n')
    })

    it('nests', async () => {
      const { code, stdout, stderr } = await run(way, process.execPath, outerProgram, process.execPath, outerProgram, 'sh', '-c', 'echo deep; exit 9')
      expect({ code, stdout }, stderr).to.deep.equal({ code: 9, stdout: 'deep\n' })
    })

    it('reaches no server outside', async () => {
      await using server = net.createServer(() => { throw new Error('somebody connected') }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as net.AddressInfo
      const { stdout } = await run(way, process.execPath, '-e', `net.connect(${port}, '127.0.0.1').on('error', e => console.log(e.code))`)
      expect(stdout).to.equal('ENETUNREACH\n')
    })

    describe('has', () => {
      const types = ['net', 'mnt', 'pid', 'uts', 'ipc']
      const looks = {
        links: 'ls /sys/class/net; cat /sys/class/net/lo/operstate /sys/class/net/lo/flags; tail -n +3 /proc/net/dev | cut -d: -f1',
        init: 'tr "\\0" " " </proc/1/cmdline',
        processes: 'echo /proc/[0-9]* | wc -w',
        namespaces: types.map(type => `readlink /proc/self/ns/${type}`).join(';'),
        run: 'touch /run/mine && ls /run',
        etc: `mkdir /etc/netns/blue && echo x >/etc/netns/blue/resolv.conf && rm -r /etc/netns/blue && mkdir /etc/netns/blue &&
          touch /etc/of-the-sandbox && echo written`,
      }
      const seen = new Map<string, string[]>()

      before(async () => {
        // One sandbox for all looks: each is behind a line with its name.
        const { stdout, stderr } = await sh(way, Object.entries(looks).map(([name, script]) => `echo; echo "# ${name}"; ${script}`).join('\n'))
        for (const part of stdout.split('\n# ')) {
          const [name = '', ...rest] = part.trim().split('\n')
          seen.set(name, rest)
        }
        expect(stderr).to.match(/^outer \d+\n$/)
      })

      it('no link but a down lo', () => expect(seen.get('links')).to.deep.equal(['lo', 'down', '0x8', '    lo']))

      it('its own processes', () => {
        expect(seen.get('init')?.join()).to.include('sandbox-init.js')
        expect(Number(seen.get('processes'))).to.be.lessThan(6)
      })

      it('all namespaces to itself', () => {
        const inside = seen.get('namespaces')
        expect(inside).to.have.length(types.length)
        for (const type of types) expect(inside).to.not.include(fs.readlinkSync(`/proc/self/ns/${type}`))
      })

      it('an empty /run but for its symbolic links', () => {
        const links = fs.readdirSync('/run', { withFileTypes: true }).filter(entry => entry.isSymbolicLink())
        expect(seen.get('run')).to.have.members([...links.map(entry => entry.name), 'mine'])
        expect(fs.existsSync('/run/mine')).to.equal(false)
      })

      it('an /etc of its own', () => {
        expect(seen.get('etc')).to.deep.equal(['written'])
        expect(fs.existsSync('/etc/netns/blue')).to.equal(false)
        expect(fs.existsSync('/etc/of-the-sandbox')).to.equal(false)
      })
    })

    it('has an /etc of its own in a sandbox in it, where no overlay goes on top of two', async () => {
      const inner = `'${process.execPath}' '${outerProgram}' sh -c 'test -e /etc/passwd && echo x >/etc/netns/deep && echo written'`
      const { stdout } = await sh(way, `echo kept >/etc/kept; ${inner}; cat /etc/netns/deep /etc/kept 2>/dev/null`)
      expect(stdout).to.equal('written\nkept\n')
    })

    it('has a host name of its own', async () => {
      const before = os.hostname()
      const set = `import('${libcModule}').then(m => { m.libc().sethostname('inside'); console.log(os.hostname()) })`
      expect(await run(way, process.execPath, '-e', set)).to.include({ stdout: 'inside\n' })
      expect(os.hostname()).to.equal(before)
    })

    it('has all other files of the machine', async () => {
      const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-'))
      try {
        fs.chmodSync(directory, 0o777)
        expect(await sh(way, `echo seen > ${directory}/file`)).to.include({ code: 0 })
        expect(fs.readFileSync(`${directory}/file`, 'utf8')).to.equal('seen\n')
      } finally {
        fs.rmSync(directory, { recursive: true })
      }
    })

    it('leaves its command nothing but its descriptors', async () => {
      const { stdout } = await run(way, process.execPath, '-e', `
        const fds = fs.readdirSync('/proc/self/fd').map(fd => { try { return fs.readlinkSync('/proc/self/fd/' + fd) } catch { return '' } })
        console.log(fds.filter(to => to.startsWith('socket:')).length)`)
      expect(stdout).to.equal('3\n') // the three that this test handed over
    })

    it('leaves no PID namespace', async () => {
      const { stdout } = await sh(way, 'readlink /proc/self/ns/pid')
      const holders = fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter(pid => {
        try { return fs.readlinkSync(`/proc/${pid}/ns/pid`) === stdout.trim() } catch { return false }
      })
      expect(holders).to.deep.equal([])
    })
  })
}

describe('sandbox', () => {
  it('gives the caller the root of a user namespace, or what he has', async () => {
    for (const way of unprivileged) expect(await sh(way, 'id -u; cat /proc/self/uid_map | wc -l')).to.include({ stdout: '0\n1\n' })
    for (const way of privileged) {
      const { stdout } = await sh(way, 'readlink /proc/self/ns/user')
      expect(stdout.trim()).to.equal(fs.readlinkSync('/proc/self/ns/user'))
    }
  })
})
