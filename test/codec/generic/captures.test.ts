// Captures of others: every message of NETLINK_GENERIC there. Witness: genl-misc.ctrl.txt and genl-misc.policy-ethtool.txt, which genl printed.
import { expect } from 'chai'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPcap } from '../../../codec/capture/pcap.js'
import type { Controller } from '../../../codec/generic/controller.js'
import { GenericFamilies } from '../../../codec/generic/families.js'
import { decodeMessage, encodeMessage } from '../../../codec/message.js'
import { messageFromTree, messageToTree } from '../../../codec/message-tree.js'
import { bare, hexOf } from '../tables.js'
import { asPrinted, policyLines, printedFamilies, printedPolicies } from './genl.js'
import { sortedController } from './sorted.js'

const folder = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'captures')
const there = existsSync(join(folder, 'genl-misc.pcap'))
const text = (name: string): string => readFileSync(join(folder, name), 'utf8')

/** Every message of NETLINK_GENERIC, one by one: a datagram is walked here, not by decodeMessages. */
function messagesOf (area: string): Uint8Array[] {
  return [...readPcap(readFileSync(join(folder, `${area}.pcap`)))].filter(({ protocol }) => protocol === 16).flatMap(({ data }) => {
    const view = new DataView(data.buffer, data.byteOffset, data.length)
    const found: Uint8Array[] = []
    for (let at = 0; at + 16 <= data.length && view.getUint32(at, true) >= 16; at += view.getUint32(at, true) + 3 & ~3) {
      found.push(data.slice(at, at + view.getUint32(at, true)))
    }
    return found
  })
}
const isController = ({ type }: { readonly type: string | number }): boolean => String(type).startsWith('CTRL_CMD_')

describe('captures of generic netlink [needs ../shared/captures]', () => {
  before(function () { if (!there) this.skip() })

  for (const area of ['genl-misc', 'ethtool']) {
    it(`${area}: every message of the controller goes back to its bytes, but for the order of attributes`, () => {
      const messages = messagesOf(area).map(bytes => ({ bytes, decoded: decodeMessage(bytes, 'generic') })).filter(({ decoded }) => isController(decoded))
      expect(messages.length).to.be.above(100)
      for (const { bytes, decoded: { header, type, message } } of messages) {
        expect(message).not.to.have.property('unknown')
        expect(sortedController(encodeMessage(type as 'CTRL_CMD_NEWFAMILY', message as Controller, header))).to.deep.equal(sortedController(bytes))
      }
    })
    it(`${area}: every message goes back to its bytes as a tree, from values alone`, () => {
      for (const bytes of messagesOf(area)) {
        const tree = messageToTree(bytes, 'generic')
        expect(hexOf(messageFromTree({ ...tree, tree: bare(tree.tree) }, 'generic'))).to.equal(hexOf(bytes))
      }
    })
    it(`${area}: every family has a name, once the controller has told it`, () => {
      const families = new GenericFamilies()
      const told = messagesOf(area).map(bytes => {
        const message = decodeMessage(bytes, 'generic', families)
        families.learn(message)
        return message
      }).filter(({ type }) => typeof type === 'number')
      expect(told.length).to.be.above(50)
      expect(told.filter(message => !('family' in message)).map(({ type }) => type)).to.deep.equal([])
    })
  }

  it('genl-misc: families are what genl ctrl list printed', () => {
    const families = new GenericFamilies()
    for (const bytes of messagesOf('genl-misc')) families.learn(decodeMessage(bytes, 'generic'))
    const printed = printedFamilies(text('genl-misc.ctrl.txt'))
    expect(printed.length).to.be.above(20)
    expect(printed.map(family => asPrinted(families.get(family.name)!, family))).to.deep.equal(printed)
  })
  it('genl-misc: the policies of ethtool are what genl ctrl policy printed', () => {
    const printed = printedPolicies(text('genl-misc.policy-ethtool.txt'))
    const said = messagesOf('genl-misc').map(bytes => decodeMessage(bytes, 'generic'))
      .flatMap(({ type, message }) => type === 'CTRL_CMD_GETPOLICY' && message.familyId === 0x14 ? policyLines(message) : [])
    expect(printed.length).to.be.above(100)
    expect(said).to.deep.equal(printed)
  })
})
