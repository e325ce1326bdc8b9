// `npm run article` whole, from outside: a machine with a decoy on it that must not notice, and nothing left behind however it ends.
import { expect } from 'chai'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { RtnetlinkSync } from '../../src/index.js'
import { steps } from '../../examples/article/steps.js'
import { has } from '../needs.js'
import { rounds } from '../netns/witness.js'
import { arrivals, machine, Run } from './witness.js'
import type { Ended, Machine } from './witness.js'

/** "10. Routes are each namespace's own" */
const titles = (text: string): string[] => text.split('\n').filter(line => /^ ?\d+\. /.test(line)).map(line => line.trim())
const expectWhole = ({ status, signal, stdout, stderr }: Ended): void => {
  expect({ status, signal, stderr }, stdout.slice(-500)).to.deep.equal({ status: 0, signal: null, stderr: '' })
  expect(titles(stdout)).to.deep.equal(steps.map((step, index) => `${index + 1}. ${step.title}`))
  expect(stdout.trimEnd().split('\n').at(-1)).to.match(/^20 steps, all as the article says, in \d+\.\d s$/)
}

describe('npm run article', function () {
  this.timeout(300_000)
  let atFirst: Machine
  beforeEach(() => { atFirst = machine() })
  afterEach(() => expect(machine()).to.deep.equal(atFirst))

  describe('in a throw-away machine', () => {
    it('shows every step with no program but its own, and a decoy outside is asked nothing', async () => {
      using rt = RtnetlinkSync.open()
      const wasUp = rt.link.get('lo').flags.includes('up')
      rt.link.change('lo', { flags: { up: true } })
      // Where the article's own first server is, and its decoy.
      const asked: string[] = []
      const decoy = http.createServer((request, response) => {
        asked.push(`${request.url}`)
        response.end('the decoy')
      }).listen(8080, '127.0.0.1')
      await once(decoy, 'listening')
      try {
        const arrived = arrivals()
        // No directory of programs: there is no `ip` to be found, nor anything else.
        const run = new Run([], { env: has('root of the machine') ? { PATH: '/nonexistent' } : {} })
        expectWhole(await run.ended)
        expect(run.stdout).to.not.include('\x1b')
        expect(asked).to.deep.equal([])
        expect(arrivals()).to.deep.equal(arrived)
        expect(await run.left()).to.deep.equal([])
        const { port } = decoy.address() as AddressInfo
        await (await fetch(`http://127.0.0.1:${port}/it-does-answer`)).text()
        expect(asked).to.deep.equal(['/it-does-answer'])
        expect(arrivals().connections).to.equal(arrived.connections + 1)
      } finally {
        decoy.close()
        rt.link.change('lo', { flags: { up: wasUp } })
      }
    })

    // As an ordinary user it goes in .ci/run: it takes 20 s of a processor.
    if (rounds(false, true)) it('goes the same way in a user namespace, for who has no CAP_SYS_ADMIN [needs util-linux]', async function () {
      if (!has('util-linux')) this.skip()
      const run = new Run([], { wrapped: ['setpriv', '--bounding-set=-sys_admin', '--inh-caps=-sys_admin'] })
      expectWhole(await run.ended)
      expect(await run.left()).to.deep.equal([])
    })

    it('says what is missing, and the line that mends it, where there is neither [needs util-linux]', async function () {
      if (!has('util-linux')) this.skip()
      // Part of /proc covered, as in a container; in mounts of its own.
      const covered = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /proc/fs && exec setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin "$@"', 'sh']
      const { status, stdout, stderr } = await new Run([], { wrapped: covered }).ended
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: '' })
      expect(stderr).to.match(/^article: sandbox: mount \/proc: EPERM: parts of \/proc are covered here .*; start the container with --security-opt systempaths=unconfined.*\n$/)
    })

    for (const step of rounds(['addresses'], ['addresses', 'delete'])) {
      it(`leaves nothing after Ctrl-C at the step ${step}, and ends by the signal`, async () => {
        // What follows a broken step is not run: until then, it is quick.
        const run = new Run(['--break', step], { detached: true })
        await run.said(`${steps.findIndex(({ name }) => name === step) + 1}. `)
        process.kill(-run.child.pid!, 'SIGINT')
        expect(await run.ended).to.include({ status: null, signal: 'SIGINT' })
        expect(await run.left()).to.deep.equal([])
      })
    }

    it('leaves nothing after kill -9, and can be run again at once', async () => {
      const run = new Run(['--break', 'no-network'])
      await run.said('14. ')
      expect(run.processes()).to.have.length.above(2)
      run.child.kill('SIGKILL')
      expect(await run.ended).to.include({ signal: 'SIGKILL' })
      const again = new Run(['--break', 'links'])
      expect((await again.ended).stdout).to.include('step 2 (links: What is in it) did not go as the article says')
      expect(await run.left()).to.deep.equal([])
      expect(await again.left()).to.deep.equal([])
    })

    it('explains itself', async () => {
      const { status, stdout } = await new Run(['--help']).ended
      expect(status).to.equal(0)
      expect(stdout).to.match(/^usage: npm run article \[-- --host\]\n/).and.to.include('10.1.1.0/24')
      expect(await new Run(['--hots']).ended).to.include({ status: 1, stdout: '', stderr: 'article: Unknown option \'--hots\': see npm run article -- --help\n' })
    })
  })
})
