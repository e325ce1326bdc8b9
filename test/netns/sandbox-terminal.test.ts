// Ctrl-C on a terminal, which its kernel side sends to every process of the foreground group: script(1) of util-linux
// makes the terminal.
import { expect } from 'chai'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { firstOf, Outer, outerProgram, ways } from './sandbox-outside.js'
import { needs } from './witness.js'

// Counts INT, up to half a second after the last that is due: a second one, passed on by our own processes, would come
// within a tenth. The kernel makes one of two that come at once, so more than one Ctrl-C is tried.
const counter = (due: number): string => `let count = 0
  process.on('SIGINT', () => {
    console.log('INT ' + ++count)
    if (count === ${due}) setTimeout(() => { console.log('in all ' + count); process.exit(6) }, 500)
  })
  console.log('ready'); setInterval(() => {}, 1000)`

/** On a terminal of its own. Not every shell that script(1) may take replaces itself with the last command: dash waits, and dies of the INT. */
function onTerminal (way: typeof ways[number], command: readonly string[]): Outer {
  const line = [...way.outer, ...command].map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  return new Outer({ ...way, outer: ['script', '-qefc', `exec ${line}`] }, ['/dev/null'])
}

for (const way of ways) {
  describe(`sandbox on a terminal, ${way.title} [needs script]`, () => {
    before(needs('script'))

    it('gives its command a Ctrl-C once', async () => {
      await using outer = onTerminal(way, [process.execPath, '-e', counter(5)])
      await outer.says('ready')
      for (let times = 1; times <= 5; times++) {
        outer.child.stdin?.write('\x03')
        await outer.says(`INT ${times}`)
      }
      const { code, stdout } = await outer.end()
      expect(stdout).to.include('in all 5')
      expect(code).to.equal(6)
    })

    it('ends with the terminal', async () => {
      await using outer = onTerminal(way, ['sh', '-c', 'echo ready; sleep 1000 & wait'])
      await outer.says('ready')
      outer.child.kill('SIGKILL')
      await outer.end()
    })
  })
}

describe('sandbox on a terminal [needs script]', () => {
  before(needs('script'))

  it('passes an INT that was sent to the outer process alone', async () => {
    await using outer = onTerminal(firstOf(ways), [process.execPath, '-e', counter(1)])
    await outer.says('ready')
    const pid = Number(/outer (\d+)/.exec(outer.stdout)?.[1])
    process.kill(pid, 'SIGINT')
    const { code, stdout } = await outer.end()
    expect(stdout).to.include('in all 1')
    expect(code).to.equal(6)
  })
})

describe('sandbox under npm [needs npm]', () => {
  before(needs('npm'))

  it('ends, with all that is inside, when npm is killed', async () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-'))
    try {
      const command = `exec '${process.execPath}' '${outerProgram}' --with-parent sh -c 'setsid sleep 1000 & echo ready; wait'`
      fs.writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ scripts: { box: command } }))
      await using outer = new Outer({ title: '', outer: ['npm', 'run', '--silent', '--offline', '--prefix', directory, 'box'], uid: undefined }, [])
      await outer.says('ready')
      outer.child.kill('SIGKILL')
      expect(await outer.end()).to.include({ signal: 'SIGKILL' })
    } finally {
      fs.rmSync(directory, { recursive: true })
    }
  })
})
