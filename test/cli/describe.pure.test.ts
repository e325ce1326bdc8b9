// `rtnl describe`: against the kernel's headers, against what TypeScript's own parser finds in the sources, and against the pages in docs/.
import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { reference, type Row } from '../../codec/reference.js'
import { CommandLineError } from '../../src/cli/command.js'
import { Comments } from '../../src/cli/describe/comments.js'
import { find } from '../../src/cli/describe/find.js'
import { pages } from '../../src/cli/describe/pages.js'
import { describe as command } from '../../src/cli/commands/describe.js'

const root = join(import.meta.dirname, '..', '..', '..')
const constants = join(root, '..', 'shared', 'uapi', 'constants.tsv')
const rows = reference()
const comments = new Comments(join(root, 'codec'))
async function told (...words: string[]): Promise<string> {
  let text = ''
  await command.run(words, { namespace: undefined, family: undefined, json: false, pretty: false, details: false, statistics: false, print: part => { text += part } })
  return text
}
const lines = async (...words: string[]): Promise<Row[]> => (await told(...words)).trim().split('\n').map(line => JSON.parse(line) as Row)

describe('rtnl describe', () => {
  it('an attribute: where it belongs, its number, its type, what it is for', async () => {
    const stdout = await told('ifla_vxlan_id')
    for (const part of [/^IFLA_VXLAN_ID\n/, /link\.linkinfo\.data\.id \(vxlan\)\n/, /number +1\n/, /type +u32\n/, /header +linux\/if_link\.h\n/, /The VNI, of 24 bits\./]) expect(stdout).to.match(part)
    expect(await lines('--json', 'IFLA_VXLAN_ID')).to.deep.equal([{ what: 'attribute', message: 'RTM_NEWLINK', path: 'linkinfo.data.id', kind: 'vxlan', constant: 'IFLA_VXLAN_ID', number: 1, type: 'u32',
      prefix: 'IFLA_VXLAN_', doc: 'The VNI, of 24 bits.', header: 'linux/if_link.h' }])
  })
  it('a kind, with its attributes', async () => {
    const stdout = await told('vxlan')
    expect(stdout).to.match(/^vxlan\n {2}is +what link.linkinfo.data is where kind is vxlan\n/).and.to.match(/\n +10 +portRange +IFLA_VXLAN_PORT_RANGE +struct ifla_vxlan_port_range\n/)
  })
  it('a message, with its header', async () => {
    expect(await told('RTM_NEWNEXTHOP')).to.match(/^RTM_NEWNEXTHOP\n/).and.to.match(/struct +nhmsg\n/).and.to.match(/@0 +family/).and.to.match(/\n +2 +group +NHA_GROUP +array of struct nexthop_grp/)
  })
  it('a path, also one that says too much', async () => {
    for (const path of ['link.linkinfo.data', 'link.linkinfo.link.data']) expect(await told(path)).to.match(/^IFLA_INFO_DATA\n/).and.to.match(/kinds +amt, bareudp, /)
  })
  it('a struct, a member, a prefix, a name of a value', async () => {
    expect(await told('ifinfomsg.flags')).to.match(/^ifinfomsg.flags\n/).and.to.match(/offset +8, 4 bytes\n/).and.to.include('up 0x1, broadcast 0x2')
    expect(await told('tc_htb_opt')).to.match(/@0 +rate +struct tc_ratespec/)
    expect(await told('IFLA_MACSEC_')).to.include('IFLA_MACSEC_CIPHER_SUITE')
    expect(await told('unreachable')).to.match(/^route.type\n/)
  })
  it('what is in a message or a kind, also where another has the same', async () => {
    const parts = async (name: string): Promise<string[]> => [...(await told(name)).matchAll(/^ +[@\d]\d* .* {2}((?:[A-Z]\w*_)+[A-Z]\w*) /gm)].map(([, constant]) => constant!)
    for (const [name, as] of [['RTM_SETLINK', 'RTM_NEWLINK'], ['ip6gretap', 'erspan'], ['RTM_DELTFILTER', 'RTM_NEWTFILTER'], ['RTM_GETCHAIN', 'RTM_NEWTFILTER']] as const) {
      expect(await parts(name), name).to.have.length.above(10).and.to.deep.equal(await parts(as))
    }
    expect(await told('ifinfomsg')).to.match(/^struct ifinfomsg\n/).and.to.match(/\n +@12 +change +u32 /)
  })
  it('without a name, all messages', async () => {
    expect(await told()).to.match(/^ 16 {2}RTM_NEWLINK +ifinfomsg\n/).and.to.match(/\n120 {2}RTM_NEWTUNNEL +tunnel_msg\n/)
  })
  it('says what is like a name that there is not', async () => {
    const refused = async (...words: string[]): Promise<unknown> => await told(...words).then(() => 'told', (error: unknown) => error)
    expect(await refused('IFLA_VXLAN_IDD')).to.be.instanceOf(CommandLineError).and.to.include({
      message: 'nothing is called "IFLA_VXLAN_IDD"; did you mean IFLA_VXLAN_ID, IFLA_VLAN_ID, IFLA_VXLAN_DF, IFLA_VXLAN_LINK, IFLA_VXLAN_TTL?: see rtnl describe help', status: 1 })
    expect(await refused('a', 'b')).to.include({ message: 'one name at a time: see rtnl describe help', status: 255 })
  })
  it('finds each row by its constant', () => {
    for (const { constant } of rows) if (constant !== undefined) expect(find(rows, constant), constant).to.not.deep.equal([])
  })
  it('has a type for each, and a header for each but one', () => {
    const parts = rows.filter(({ what }) => what === 'member' || what === 'attribute')
    expect(parts.filter(({ type = '' }) => type === '' || type.includes('undefined')).map(({ path }) => path)).to.deep.equal([])
    // no struct of the kernel: a number before the attributes
    expect(parts.filter(row => comments.of(row).headers.length === 0).map(({ path }) => path)).to.deep.equal(['router.port.ifindex'])
  })

  it('has the numbers of the kernel\'s headers [needs ../shared/uapi]', async function () {
    if (!existsSync(constants)) this.skip()
    const kernel = new Map(readFileSync(constants, 'utf8').trim().split('\n').map(line => line.split('\t')).map(([name = '', , value]) => [name, Number(value)]))
    const known = (await lines('--json')).filter(({ constant }) => constant !== undefined && kernel.has(constant))
    expect(known.length).to.be.above(1900)
    expect(known.filter(({ constant, number }) => kernel.get(constant!) !== number).map(({ constant }) => constant)).to.deep.equal([])
  })

  it('has the header of each constant [needs ../shared/uapi]', async function () {
    if (!existsSync(constants)) this.skip()
    const kernel = new Map(readFileSync(constants, 'utf8').trim().split('\n').map(line => line.split('\t')).map(([name = '', header]) => [name, header]))
    const known = (await lines('--json')).filter(({ constant = '', what }) => kernel.has(constant) && what !== 'group') as Array<Row & { header?: string }>
    expect(known.filter(({ constant, header }) => kernel.get(constant!) !== header).map(({ constant, header }) => `${constant}: ${header}`)).to.deep.equal([])
  })
  it('has what stands above members that several have', () => {
    const said = (constant: string): unknown => comments.of(rows.find(row => row.constant === constant)!).doc
    expect(said('TCA_INGRESS_BLOCK')).to.equal('Numbers of the blocks of filters that are shared with other links.')
    expect(comments.of(rows.find(({ what, struct }) => what === 'member' && struct === 'rtgenmsg')!).headers).to.deep.equal(['linux/rtnetlink.h'])
  })

  it('reads the same comments as TypeScript does', () => {
    const missing: string[] = []
    let count = 0
    const check = (set: string, member: ts.ObjectLiteralElementLike, file: ts.SourceFile): void => {
      if (member.name === undefined) return
      const [range] = (ts.getLeadingCommentRanges(file.text, member.pos) ?? []).filter(({ pos }) => file.text.startsWith('/**', pos)).slice(-1)
      if (range === undefined) return
      const doc = file.text.slice(range.pos + 3, range.end - 2).replace(/\n\s*\* ?/g, ' ').trim()
      count++
      const key = set + (ts.isStringLiteral(member.name) ? member.name.text : member.name.getText(file))
      if (comments.docs.get(key) === undefined) missing.push(`${key}: ${doc}`)
    }
    /** What `() => ({ … })` gives. */
    const tableOf = (argument: ts.Expression): ts.Node => ts.isArrowFunction(argument) && ts.isParenthesizedExpression(argument.body) ? argument.body.expression : argument
    const visit = (node: ts.Node, file: ts.SourceFile): void => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && ['attributes', 'message', 'struct'].includes(node.expression.text)) {
        const name = node.arguments.find(argument => ts.isStringLiteral(argument))
        const set = name !== undefined && ts.isStringLiteral(name) ? name.text : ''
        for (const argument of node.arguments.map(tableOf)) {
          if (ts.isObjectLiteralExpression(argument)) for (const member of argument.properties) check(node.expression.text === 'struct' ? `${set}.` : set, member, file)
        }
      }
      ts.forEachChild(node, child => { visit(child, file) })
    }
    for (const name of (readdirSync(join(root, 'codec'), { recursive: true }) as string[]).filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))) {
      const file = ts.createSourceFile(name, readFileSync(join(root, 'codec', name), 'utf8'), ts.ScriptTarget.ES2022, true)
      visit(file, file)
    }
    expect(count).to.be.above(450)
    expect(missing).to.deep.equal([])
  })

  it('has classes and filters on pages of their own, chains as filters, though all are TCA_*', () => {
    const made = pages(rows, comments)
    expect(made.get('tclass.md')).to.include('tclass.options (hfsc)')
    expect(made.get('tfilter.md')).to.include('| TCA_FLOWER_KEY_ETH_DST |')
    expect(made.get('chain.md')).to.include('As [tfilter](tfilter.md)')
  })
  it('is what docs/reference says: npm run reference', () => {
    const made = pages(rows, comments)
    const directory = join(root, 'docs', 'reference')
    expect(readdirSync(directory).sort()).to.deep.equal([...made.keys()].sort())
    for (const [name, text] of made) expect(readFileSync(join(directory, name), 'utf8') === text, name).to.equal(true)
  })
})
