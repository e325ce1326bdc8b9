// The runner of these tests, run on samples: what it counts, what it finds left behind, what it does where no sandbox
// can be made.
import { expect } from 'chai'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { needs } from './netns/witness.js'

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const [runner, leaky, pure] = [file('./run.js'), file('./run-samples/leaky.js'), file('./run-leaks.pure.test.js')]
// The runner knows by this that it is inside: those here are to make a sandbox of their own.
const env = { ...process.env, RTNETLINK_TEST: '' }

function run (args: readonly string[], wrapped: readonly string[] = []): { status: number | null, lines: string[], last: string | undefined } {
  const [program = '', ...rest] = [...wrapped, process.execPath, runner, ...args]
  const { status, stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8', env })
  const lines = (stdout + stderr).split('\n').map(line => line.trim()).filter(line => line !== '')
  return { status, lines, last: stdout.trim().split('\n').at(-1) }
}

describe('npm test', () => {
  it('counts what passed, as its last line, and succeeds', () => {
    expect(run([leaky, '--grep', 'behind nothing'])).to.include({ status: 0, last: '1 passed, 0 failed' })
  })

  it('counts what failed, and fails', () => {
    expect(run([leaky, '--grep', 'nothing|failure'])).to.include({ status: 1, last: '1 passed, 1 failed' })
  })

  const left: ReadonlyArray<readonly [what: string, line: RegExp]> = [
    ['a process', /^left behind by the tests: processes: \d+ sleep 12345$/],
    ['a name', /^left behind by the tests: names: left$/],
    ['a namespace', /^left behind by the tests: descriptors: net:\[\d+\]$/],
    ['a mount', /^left behind by the tests: mounts: \/ \/mnt tmpfs$/],
    ['a file', /^left behind by the tests: descriptors: \/etc\/passwd$/],
    ['a socket', /^left behind by the tests: descriptors: socket$/],
  ]
  // All at once: it waits some seconds for them to go.
  it(`finds ${left.map(([what]) => what).join(', ')} left behind`, () => {
    const { status, lines, last } = run([leaky, '--grep', left.map(([what]) => `behind ${what}`).join('|')])
    for (const [, line] of left) expect(lines.filter(one => line.test(one)), `${line}`).to.have.length(1)
    expect(status).to.equal(1)
    expect(last).to.match(/^6 passed, [6-9] failed$/)
  })

  it('finds links left behind [needs iproute2]', function () {
    needs('ip').call(this)
    const { status, lines, last } = run([leaky, '--grep', 'behind a link'])
    expect(lines).to.include('left behind by the tests: links: left0').and.to.include('left behind by the tests: links: left1')
    expect({ status, last }).to.deep.equal({ status: 1, last: '1 passed, 2 failed' })
  })

  it('fails where no test ran', () => {
    expect(run([leaky, '--grep', 'no such test'])).to.include({ status: 1, last: '0 passed, 1 failed' })
  })

  it('ends with all that is inside when it is killed, and can be run again', async () => {
    const child = spawn(process.execPath, [runner, leaky, '--grep', 'a process|a wait'], { stdio: ['ignore', 'pipe', 'inherit'], env })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    // The end of its output: nobody inside holds it any more.
    child.stdout.resume()
    await once(child, 'close')
    expect(run([leaky, '--grep', 'behind nothing'])).to.include({ status: 0, last: '1 passed, 0 failed' })
  })

  it('runs what needs no kernel where no sandbox can be made, says why, and succeeds [needs setpriv]', function () {
    needs('setpriv').call(this)
    // Part of /proc covered, as in a container, and no CAP_SYS_ADMIN; in mounts of its own.
    const covered = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /proc/fs && exec setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin "$@"', 'sh']
    const { status, lines, last } = run([leaky, pure], covered)
    expect(lines).to.include('left out, as they need a machine of their own: 1 of 2 files')
    expect(lines.filter(line => line.startsWith('sandbox: mount /proc: EPERM: parts of /proc are covered here'))).to.have.length(1)
    expect({ status, last }).to.deep.equal({ status: 0, last: '9 passed, 0 failed' })
    expect(run([leaky], covered)).to.include({ status: 0, last: '0 passed, 0 failed' })
  })
})
