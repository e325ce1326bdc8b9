// The package as others see it: what may be imported, by whom, and where.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>
/** Runs a script in a Node of its own, in the package's root, where 'rtnetlink' is this package. */
const run = (args: readonly string[]): { stdout: string, stderr: string, status: number | null } => spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })

describe('the package', () => {
  it('depends on ffi-rs and buffer-layout, and runs nothing when it is installed', () => {
    expect(Object.keys(manifest['dependencies']!)).to.deep.equal(['buffer-layout', 'ffi-rs'])
    expect(manifest['scripts']).to.not.have.any.keys('preinstall', 'install', 'postinstall')
  })

  it('has classes that are called as they are exported, also bundled', async () => {
    const all = Object.entries({ ...await import('rtnetlink'), ...await import('rtnetlink/codec') })
    const classes = all.filter(([, one]) => typeof one === 'function' && /^class/.test(String(one)) && !('declaration' in one))
    expect(classes.map(([name]) => name)).to.include.members(['CodecError', 'NetworkNamespace', 'Rtnetlink', 'RtnetlinkSync'])
    expect(classes.map(([, one]) => (one as { name: string }).name)).to.deep.equal(classes.map(([name]) => name))
  })

  it('can be required', () => {
    const { stdout, stderr } = run(['-e', `const { Rtnetlink } = require('rtnetlink'); const { Link } = require('rtnetlink/codec'); console.log(typeof Rtnetlink.open, typeof Link.decode)`])
    expect(stdout, stderr).to.equal('function function\n')
  })

  it('works in a bundle of any format, and says what has to be left outside of it', () => {
    const directory = mkdtempSync(join(root, 'dist/bundled-'))
    try {
      writeFileSync(join(directory, 'entry.js'), `import { NetworkNamespace, sandbox } from 'rtnetlink'
        using current = NetworkNamespace.currentSync()
        console.log(current.inode)
        for (const start of [() => sandbox(['true'], { way: 'thread' }), () => sandbox(['true'], { way: 'clone' }), () => current.spawn('true')]) {
          try { start() } catch (error) { console.log(error.name + ': ' + error.message) }
        }`)
      const inode = `${statSync('/proc/self/ns/net').ino}`
      for (const format of ['cjs', 'esm'] as const) {
        const file = join(directory, `${format}.${format === 'cjs' ? 'cjs' : 'mjs'}`)
        spawnSync(join(root, 'node_modules/.bin/esbuild'), ['entry.js', '--bundle', '--platform=node', '--target=node20', `--format=${format}`, `--outfile=${file}`], { cwd: directory })
        const { stdout, stderr } = run([file])
        const missing = ['sandbox-init.js', 'sandbox-init.js', 'launcher-thread.js']
          .map(name => `UsageError: ${join(directory, name)} is not there: a bundler has to leave the package rtnetlink outside of the bundle`)
        expect(stdout.trim().split('\n'), stderr).to.deep.equal([inode, ...missing])
      }
    } finally { rmSync(directory, { recursive: true }) }
  })

  it('can be imported where there is no Linux; opening says that it needs one', () => {
    const script = `Object.defineProperty(process, 'platform', { value: 'darwin' })
      const { Rtnetlink, NetworkNamespace } = await import('rtnetlink')
      for (const open of [() => Rtnetlink.open(), () => NetworkNamespace.create()]) await open().then(() => console.log('opened'), error => console.log(error.name + ': ' + error.message))`
    const { stdout, stderr } = run(['--input-type=module', '-e', script])
    expect(stdout.trim().split('\n'), stderr).to.have.length(2).and.satisfy((lines: string[]) => lines.every(line => /^UsageError: .*Linux.*darwin/.test(line)))
  })

  it('has only what is declared at the top of the house, each with types', () => {
    const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/publint'), ['--strict', '--pack', 'false'], { cwd: root, encoding: 'utf8' })
    expect(status, stdout + stderr).to.equal(0)
  })

  it('has types of the codec that an editor reads at once: less than 500 kB', () => {
    const directory = join(root, 'dist/codec')
    const sizes = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.d.ts')).map(name => statSync(join(directory, name)).size)
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.within(100_000, 500_000)
  })

  it('is started as rtnl', () => {
    const { stdout } = run([manifest['bin']!['rtnl']!, '--version'])
    expect(stdout).to.equal(`rtnl ${String(manifest['version'])}\n`)
  })
})

describe('rtnetlink/codec', () => {
  // RTM_NEWLINK of lo, as Linux 6.18 sends it, cut down to name and MTU; ip -j link says 1, lo, 65536
  const lo = '30000000100000000100000000000000 00000403010000000900010000000000 07000300 6c6f0000 08000400 00000100'

  it('runs in a browser bundle, without Buffer, process and require', () => {
    const directory = mkdtempSync(join(tmpdir(), 'rtnetlink-bundle-'))
    try {
      const entry = join(directory, 'entry.js')
      writeFileSync(entry, `import { decodeMessage, encodeMessage } from ${JSON.stringify(join(root, 'dist/codec/index.js'))}
        const bytes = Uint8Array.from(hex.match(/../g), two => parseInt(two, 16))
        const { message } = decodeMessage(bytes)
        const back = encodeMessage('RTM_NEWLINK', message)
        globalThis.result = JSON.stringify([message.index, message.ifname, message.mtu, back.length, typeof Buffer, typeof process])`)
      const bundled = spawnSync(join(root, 'node_modules/.bin/esbuild'), [entry, '--bundle', '--platform=browser', '--format=iife'], { encoding: 'utf8' })
      expect(bundled.status, bundled.stderr).to.equal(0)
      const context = { hex: lo.replaceAll(' ', ''), TextDecoder, TextEncoder, result: '' }
      runInNewContext(bundled.stdout, context)
      expect(JSON.parse(context.result)).to.deep.equal([1, 'lo', 65536, 48, 'undefined', 'undefined'])
    } finally { rmSync(directory, { recursive: true }) }
  })

  it('does the same where code may not be made from text', () => {
    const script = `import { decodeMessage } from 'rtnetlink/codec'
      const bytes = Buffer.from('${lo.replaceAll(' ', '')}', 'hex')
      for (let i = 0; i < 50; i++) decodeMessage(bytes)
      try { new Function('') } catch { console.log(decodeMessage(bytes).message.ifname) }`
    const { stdout, stderr } = run(['--disallow-code-generation-from-strings', '--input-type=module', '-e', script])
    expect(stdout, stderr).to.equal('lo\n')
  })
})
