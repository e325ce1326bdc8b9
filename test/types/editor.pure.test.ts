// What an editor says of a call, asked of TypeScript's language service: what it offers while one writes, and which words it marks as wrong.
import { expect } from 'chai'
import { join } from 'node:path'
import ts from 'typescript'
// the kinds come back to links: whoever imports them begins with these
import '../../codec/route/link/link.js'
import { kinds } from '../../codec/route/link/kinds/index.js'
import { Vxlan } from '../../codec/route/link/kinds/vxlan.js'

/** Beside this file, so that it sees the published types. */
const file = join(import.meta.dirname, 'somebody.ts')
let version = 0
let text = ''
const options: ts.CompilerOptions = { strict: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, skipLibCheck: true, types: ['node'], target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'] }
const service = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => [file],
  getScriptVersion: name => name === file ? String(version) : '0',
  getScriptSnapshot: name => {
    const found = name === file ? text : ts.sys.readFile(name)
    return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found)
  },
  getCurrentDirectory: () => join(import.meta.dirname, '..', '..', '..'),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: name => name === file || ts.sys.fileExists(name),
  readFile: ts.sys.readFile,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
})
function write (call: string): void {
  version++
  text = `import type { Rtnetlink } from '../../src/index.js'\nimport { Link, Route } from '../../codec/index.js'\nexport async function f (rt: Rtnetlink): Promise<void> {\n  ${call}\n}\nvoid Link; void Route\n`
}
/** What is offered at the place of `|`. */
function offered (call: string): string[] {
  write(call)
  const at = text.indexOf('|')
  text = text.replace('|', '')
  return (service.getCompletionsAtPosition(file, at, {})?.entries ?? []).map(({ name }) => name)
}
/** What is wrong in each of some calls: the words that are marked, and what is said of them. */
function wrong (calls: readonly string[]): Array<Array<{ marked: string, said: string }>> {
  write(calls.join('\n  '))
  const found = service.getSemanticDiagnostics(file)
  return calls.map(call => {
    const from = text.indexOf(call)
    return found.filter(({ start = 0 }) => start >= from && start < from + call.length).map(({ start = 0, length = 0, messageText }) =>
      ({ marked: text.slice(start, start + length), said: ts.flattenDiagnosticMessageText(messageText, ' ') }))
  })
}
const keysOf = (set: { readonly table: object }): string[] => Object.keys(set.table)

describe('an editor', function () {
  this.timeout(60_000)

  it('offers the kinds of links', () => {
    const names = offered("await rt.link.add({ ifname: 'x', kind: '|' })")
    expect(names).to.include.members(['veth', 'bridge', 'vxlan', 'wireguard', 'bond']).and.to.have.members(Object.keys(kinds))
  })
  it("offers a VXLAN's options, and no other's", () => {
    const names = offered("await rt.link.add({ ifname: 'x', kind: 'vxlan', data: { | } })")
    expect(names.filter(name => name !== 'unknown' && name !== 'rest').sort()).to.deep.equal(keysOf(Vxlan).sort())
    expect(names).to.include('id').and.not.to.include('forwardDelay')
  })
  it('offers the same to who encodes', () => {
    const names = offered("Link.encode({ linkinfo: { kind: 'vxlan', data: { | } } })")
    expect(names.filter(name => name !== 'unknown' && name !== 'rest').sort()).to.deep.equal(keysOf(Vxlan).sort())
  })
  it('offers the names of flags and enumerations', () => {
    expect(offered("await rt.route.add({ dst: 'default', type: '|' })")).to.include.members(['unicast', 'blackhole', 'unreachable'])
    expect(offered("await rt.link.change('x', { flags: { | } })")).to.include.members(['up', 'promisc'])
  })

  const mistakes: ReadonlyArray<readonly [call: string, marked: string, said: RegExp]> = [
    ["await rt.link.add({ ifname: 'x', kind: 'vlan', data: { idd: 5 } })", 'idd', /'idd' does not exist in type/],
    ["await rt.link.add({ ifname: 'x', kind: 'vxlan', data: { id: 'five' } })", 'id', /Type 'string' is not assignable to type 'number'/],
    ["await rt.link.add({ ifname: 'x', kind: 'vlan', data: { forwardDelay: 5 } })", 'forwardDelay', /'forwardDelay' does not exist in type/],
    ["await rt.link.add({ ifnam: 'x', kind: 'veth' })", 'ifnam', /'ifnam' does not exist in type.*|Did you mean.*'ifname'/],
    ["await rt.link.change('x', { flags: { upp: true } })", 'upp', /'upp' does not exist in type/],
    ["await rt.route.add({ dst: 'default', gatewy: '10.0.0.1' })", 'gatewy', /'gatewy' does not exist in type/],
    ["Route.encode({ type: 'unicasst' })", 'type', /Type '"unicasst"' is not assignable to type/],
  ]
  const right = "await rt.link.add({ ifname: 'x', kind: 'vxlan', data: { id: 5, local: '10.0.0.1' } })"
  let all: ReturnType<typeof wrong> = []
  before(() => { all = wrong([...mistakes.map(([call]) => call), right]) })
  for (const [i, [call, marked, said]] of mistakes.entries()) {
    it(`marks ${marked} in ${call}`, () => {
      const found = all[i]!
      expect(found.map(one => one.marked)).to.deep.equal([marked])
      expect(found[0]!.said).to.match(said)
      // on a screen
      expect(found[0]!.said.length).to.be.below(2000)
    })
  }
  it('marks nothing in what is right', () => { expect(all.at(-1)).to.deep.equal([]) })
})
