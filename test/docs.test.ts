// Every example of README.md and docs/ runs, as a reader would run it: a program of its own that imports the package.
import { expect } from 'chai'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { sandbox } from '../src/netns/sandbox.js'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const pages = ['README.md', ...readdirSync(join(root, 'docs')).filter(page => page.endsWith('.md')).map(page => join('docs', page))]
const examples = pages.flatMap(page => [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)]
  // `file` is the reader's own.
  .map(([, text], i) => ({ page, i: i + 1, text: text!.replace('readPcap(file)', "readPcap((await import('node:fs')).readFileSync('fixtures/route/link/veth.pcap'))") })))

describe('the examples', () => {
  it('compile as strictly as this package', function () {
    this.timeout(120_000)
    const directory = join(root, 'dist/examples-of-docs') // inside of the package, so that 'rtnetlink' is this one
    mkdirSync(directory, { recursive: true })
    try {
      const files = examples.map(({ text }, i) => {
        writeFileSync(join(directory, `${i}.ts`), text)
        return join(directory, `${i}.ts`)
      })
      const { options } = ts.convertCompilerOptionsFromJson({
        strict: true, exactOptionalPropertyTypes: true, target: 'es2022', lib: ['es2023', 'esnext.disposable'], module: 'nodenext',
        moduleResolution: 'nodenext', skipLibCheck: true, noEmit: true, types: ['node']
      }, root)
      const found = ts.getPreEmitDiagnostics(ts.createProgram(files, options))
      expect(found.map(one => `${one.file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`)).to.deep.equal([])
    } finally { rmSync(directory, { recursive: true }) }
  })

  for (const { page, i, text } of examples) {
    it(`${page}, number ${i}, runs`, async () => {
      const { outputText } = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } })
      // In a machine of its own: what an example makes, it need not take away.
      const running = sandbox([process.execPath, '--input-type=module', '-e', outputText], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
      let said = ''
      running.stdio[2]?.on('data', part => { said += String(part) })
      const { code } = await running
      expect(code, said).to.equal(0)
    })
  }
})
