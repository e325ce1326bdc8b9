// The house: which folder may import which, and how long a file may be. docs/decisions.md says why.
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const sources = (folder: string): string[] => (readdirSync(join(root, folder), { recursive: true }) as string[])
  .filter(file => file.endsWith('.ts')).map(file => join(folder, file))
const imports = (file: string): string[] => [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(found => found[1]!)
/** The folder of `src` or `codec` that a relative import leads to. */
const layer = (file: string): string => file.split('/').slice(0, 2).join('/')
const target = (file: string, to: string): string => layer(relative(root, resolve(root, dirname(file), to)))

/** Each may import those before it, and itself. */
const order = ['codec/core', 'codec/route', 'codec/generic', 'codec/capture', 'codec/message.js', 'codec/message-tree.js', 'codec/reference.js', 'codec/index.js',
  'src/libc', 'src/socket', 'src/netns', 'src/probe', 'src/client', 'src/index.js', 'src/cli']

describe('the house', () => {
  it('has codec/ import nothing of Node, of src/, or of npm but buffer-layout', () => {
    const wrong = sources('codec').flatMap(file => imports(file)
      .filter(to => to.startsWith('.') ? !target(file, to).startsWith('codec/') : to !== 'buffer-layout').map(to => `${file}: ${to}`))
    expect(wrong).to.deep.equal([])
  })

  it('has imports point one way', () => {
    const wrong = [...sources('codec'), ...sources('src')].flatMap(file => imports(file).filter(to => to.startsWith('.')).flatMap(to => {
      const from = order.indexOf(layer(file).replace(/\.ts$/, '.js')); const at = order.indexOf(target(file, to))
      return at >= 0 && from >= 0 && at <= from ? [] : [`${file}: ${to}`]
    }))
    expect(wrong).to.deep.equal([])
  })

  it('has FFI in src/libc alone', () => {
    const wrong = sources('src').filter(file => !file.startsWith('src/libc/') && /['"](ffi-rs|node:ffi)['"]/.test(readFileSync(join(root, file), 'utf8')))
    expect(wrong).to.deep.equal([])
  })

  it('has only src/cli read arguments and set the exit status, but for programs of their own', () => {
    const programs = ['src/netns/clone.ts', 'src/netns/sandbox-init.ts', 'src/netns/sandbox-thread.ts', 'src/netns/sandbox-signals.ts']
    const wrong = sources('src').filter(file => !file.startsWith('src/cli/') && !programs.includes(file) &&
      /process\.(argv|exitCode|exit\()|console\./.test(readFileSync(join(root, file), 'utf8').replace(/^\s*(\/\/|\*).*$/gm, '')))
    expect(wrong).to.deep.equal([])
  })

  it('has one home for each constant of the kernel', () => {
    const constants = sources('src').flatMap(file => [...readFileSync(join(root, file), 'utf8').matchAll(/^(?:export )?const ((?:E[A-Z]+|[A-Z]+_[A-Z0-9_]+)) = (-?\d\w*)$/gm)].map(found => found[1]!))
    expect(constants.filter((name, at) => constants.indexOf(name) !== at)).to.deep.equal([])
  })

  it('has no file above 400 lines', () => {
    const wrong = ['codec', 'src', 'test', 'bench', 'examples'].flatMap(sources)
      .map(file => [file, readFileSync(join(root, file), 'utf8').split('\n').length] as const).filter(([, lines]) => lines > 400)
    expect(wrong).to.deep.equal([])
  })

  it('has comments of ASCII alone: esbuild keeps them, and V8 holds a file with one other character in two bytes each', () => {
    const wrong = [...sources('codec'), ...sources('src')].filter(file => /^\s*(\/\/|\/?\*).*[^\0-\x7f]/m.test(readFileSync(join(root, file), 'utf8')))
    expect(wrong).to.deep.equal([])
  })

  it('has no path of a machine in it, and no address to download from in the lock file', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
    expect(lock).to.not.match(/"resolved": "(https?|file):|"link": true/)
  })
})
