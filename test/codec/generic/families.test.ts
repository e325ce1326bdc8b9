// Families whose number is the kernel's choice, learnt in the same capture. Witness: what `genl ctrl list` printed
import { expect } from 'chai'
import { GenericFamilies } from '../../../codec/generic/families.js'
import { generic } from '../../../codec/generic/registry.js'
import { decodeMessage, decodeMessages, encodeMessage } from '../../../codec/message.js'
import { messageFromTree, messageToTree } from '../../../codec/message-tree.js'
import { fixture } from '../../fixtures.js'
import { hexOf } from '../tables.js'
import { printedFamilies } from './genl.js'

const { all, find, step } = fixture('generic/controller')
const printed = printedFamilies(step('genl -d ctrl list').text!)
const numberOf = (name: string): number => printed.find(family => family.name === name)!.numbers[0]
function learnt (): GenericFamilies {
  const families = new GenericFamilies()
  for (const { bytes } of all({ command: 'genl -d ctrl list' })) for (const message of decodeMessages(bytes, 'generic')) families.learn(message)
  return families
}
const limits = all({ protocol: 16, direction: 'out', command: 'ip -j mptcp limits show' }).find(({ type }) => type !== 16)!

describe('GenericFamilies', () => {
  it('knows the fixed numbers, and no other', () => {
    const families = new GenericFamilies()
    expect([0x10, 0x11, 0x12, 0x13].map(id => families.nameOf(id))).to.deep.equal(['nlctrl', 'VFS_DQUOT', 'pmcraid', undefined])
    expect(families.get('nlctrl')).to.equal(undefined)
  })
  it('leaves the group of the controller itself to the registry, as its number is fixed', () => {
    expect(Object.entries(generic.multicastGroups)).to.deep.equal(printed.find(({ name }) => name === 'nlctrl')!.groups.map(({ name, id }) => [name, id]))
  })
  it('learns what the controller says', () => {
    const families = learnt()
    expect(printed.map(({ numbers: [id] }) => families.nameOf(id))).to.deep.equal(printed.map(({ name }) => name))
    expect(families.get('mptcp_pm')?.mcastGroups?.find(({ name }) => name === 'mptcp_pm_events')?.id)
      .to.equal(printed.find(({ name }) => name === 'mptcp_pm')!.groups.find(({ name }) => name === 'mptcp_pm_events')!.id)
  })
  it('forgets what is gone', () => {
    const families = learnt()
    const familyId = numberOf('mptcp_pm')
    families.learn(decodeMessage(encodeMessage('CTRL_CMD_DELFAMILY', { familyId, familyName: 'mptcp_pm' }), 'generic'))
    expect([families.nameOf(familyId), families.get('mptcp_pm')]).to.deep.equal([undefined, undefined])
  })
})

describe('messages of a family that nobody declared', () => {
  it('are genlmsghdr and bytes, with the name of the family where it is known', () => {
    const { bytes } = limits
    const wanted = { type: numberOf('mptcp_pm'), message: { cmd: 6, genlVersion: 1, reserved: 0, attributes: bytes.slice(20) } }
    expect(decodeMessage(bytes, 'generic')).to.deep.include(wanted).and.not.to.have.property('family')
    expect(decodeMessage(bytes, 'generic', learnt())).to.deep.include({ ...wanted, family: 'mptcp_pm' })
  })
  it('are genlmsghdr and attributes by number as a tree', () => {
    // MPTCP_PM_CMD_SET_LIMITS: MPTCP_PM_ATTR_RCV_ADD_ADDRS 2, MPTCP_PM_ATTR_SUBFLOWS 3, as the command said. linux/mptcp.h
    const { bytes } = all({ protocol: 16, direction: 'out', command: 'limits set subflows 3 add_addr_accepted 2' }).find(({ type }) => type === numberOf('mptcp_pm'))!
    const tree = messageToTree(bytes, 'generic', learnt())
    expect(tree).to.deep.include({ type: numberOf('mptcp_pm'), family: 'mptcp_pm' })
    const [head, ...attributes] = tree.tree
    expect(head).to.deep.include({ offset: 16, length: 4, struct: 'genlmsghdr', fields: { cmd: 5, genlVersion: 1, reserved: 0 } })
    expect(attributes).to.deep.equal([{ offset: 20, length: 8, type: 2, hex: '02000000' }, { offset: 28, length: 8, type: 3, hex: '03000000' }])
    expect(hexOf(messageFromTree(tree, 'generic'))).to.equal(hexOf(bytes))
  })
  it('may be shorter than genlmsghdr', () => {
    const bytes = limits.bytes.slice(0, 18)
    bytes[0] = 18
    expect(decodeMessage(bytes, 'generic').message).to.deep.equal({ cmd: 6, genlVersion: 1 })
    const controller = find({ type: 16, direction: 'out' }).bytes.slice(0, 16)
    controller[0] = 16
    expect(decodeMessage(controller, 'generic')).to.deep.include({ type: 16, message: {} })
    for (const short of [bytes, controller]) expect(hexOf(messageFromTree(messageToTree(short, 'generic'), 'generic'))).to.equal(hexOf(short))
  })
  it('refuses a value that nothing is declared for', () => {
    const { tree, ...message } = messageToTree(limits.bytes, 'generic')
    expect(() => messageFromTree({ ...message, tree: [...tree, { type: 3, value: 1 }] }, 'generic'))
      .to.throw('3: nothing is declared for it: give its bytes in `hex`')
  })
})
