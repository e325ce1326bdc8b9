// The controller of generic netlink, as Linux 6.1 and iproute2 sent it; the values are what `genl ctrl` printed.
import { expect } from 'chai'
import fc from 'fast-check'
import { Bytes } from '../../../codec/core/bytes.js'
import { CodecError } from '../../../codec/core/errors.js'
import { placeAt } from '../../../codec/core/place.js'
import { Controller, GENL_ID_CTRL } from '../../../codec/generic/controller.js'
import { decodeMessage, encodeMessage } from '../../../codec/message.js'
import { messageFromTree, messageToTree } from '../../../codec/message-tree.js'
import { fixture } from '../../fixtures.js'
import { bare, hex, hexOf, tables } from '../tables.js'
import { asPrinted, policyLines, printedFamilies, printedPolicies } from './genl.js'
import { sortedController } from './sorted.js'

const story = 'generic/controller'
const { all, find, step } = fixture(story)
const told = (command: string): Controller[] => all({ command, type: GENL_ID_CTRL, direction: 'in' }).map(({ bytes }) => Controller.decode(bytes.slice(16)))

describe('Controller', () => {
  for (const command of ['genl -d ctrl list', 'genl -d ctrl get name mptcp_pm']) {
    it(`says what ${command} printed`, () => {
      const printed = printedFamilies(step(command).text!)
      expect(printed).not.to.deep.equal([])
      expect(told(command).map((family, i) => asPrinted(family, printed[i]!))).to.deep.equal(printed)
    })
  }
  for (const family of ['nlctrl', 'mptcp_pm']) {
    it(`says what genl ctrl policy name ${family} printed`, () => {
      const command = `genl ctrl policy name ${family}`
      const printed = printedPolicies(step(command).text!)
      expect(printed.length).to.be.above(5)
      expect(told(command).flatMap(policyLines)).to.deep.equal(printed)
    })
  }

  it('gives each message a name by its command', () => {
    const names = all({ protocol: 16, type: GENL_ID_CTRL }).map(({ bytes }) => decodeMessage(bytes, 'generic').type)
    expect([...new Set(names)].sort()).to.deep.equal(['CTRL_CMD_GETFAMILY', 'CTRL_CMD_GETPOLICY', 'CTRL_CMD_NEWFAMILY'])
  })
  it('goes back to the same bytes, but for the order of attributes', () => {
    for (const { bytes, flags, seq, pid } of all({ protocol: 16, type: GENL_ID_CTRL })) {
      const { type, message } = decodeMessage(bytes, 'generic')
      if (type !== 'CTRL_CMD_GETFAMILY' && type !== 'CTRL_CMD_NEWFAMILY' && type !== 'CTRL_CMD_GETPOLICY') throw new Error(`${type} is none of the story's`)
      expect(message).not.to.have.property('unknown')
      expect(sortedController(encodeMessage(type, message, { flags, sequence: seq, port: pid }))).to.deep.equal(sortedController(bytes))
    }
  })
  it('goes back to the very same bytes as a tree, from values alone', () => {
    for (const { bytes } of all({ protocol: 16 })) {
      const tree = messageToTree(bytes, 'generic')
      expect(hexOf(messageFromTree({ ...tree, tree: bare(tree.tree) }, 'generic'))).to.equal(hexOf(bytes))
    }
  })
  it('has all of its attributes in the tree by name, those in lists by number', () => {
    const { type, tree } = messageToTree(find({ type: GENL_ID_CTRL, direction: 'in', command: 'policy name nlctrl' }).bytes, 'generic')
    expect(type).to.equal('CTRL_CMD_GETPOLICY')
    expect(bare(tree)).to.deep.equal([
      { struct: 'genlmsghdr', fields: { cmd: 10, genlVersion: 2, reserved: 0 } },
      { type: 1, name: 'CTRL_ATTR_FAMILY_ID', value: 16 },
      { type: 9, name: 'CTRL_ATTR_OP_POLICY', nested: true, children: [{ type: 3, nested: true, children: [
        { type: 1, name: 'CTRL_ATTR_POLICY_DO', value: 0 }] }] },
    ])
  })

  it('names what lies at an offset, inside of a list by its number', () => {
    // genlmsghdr, CTRL_ATTR_OP_POLICY, command 3, CTRL_ATTR_POLICY_DO: by hand
    const payload = hex('0a010000 10000980 0c000380 0800010000000000')
    expect(placeAt(Controller, Bytes.of(payload), 0, payload.length, 12)).to.deep.equal({ path: 'opPolicy[3].do', constant: 'CTRL_ATTR_POLICY_DO' })
  })
  it('reads any bytes, or says what is wrong with them, and the tree gives them back', () => {
    const samples = all({ protocol: 16 }).map(({ bytes }) => bytes)
    fc.assert(fc.property(fc.nat(samples.length - 1), fc.nat(), fc.nat(255), fc.nat(), (which, where, byte, length) => {
      const sample = samples[which]!
      const bytes = sample.slice(0, 17 + length % (sample.length - 16))
      bytes[16 + where % (bytes.length - 16)] = byte
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, bytes.length, true)
      try { decodeMessage(bytes, 'generic') } catch (error) { if (!(error instanceof CodecError)) throw error }
      const tree = messageToTree(bytes, 'generic')
      expect(hexOf(messageFromTree({ ...tree, tree: bare(tree.tree) }, 'generic'))).to.equal(hexOf(bytes))
    }), { numRuns: 1000 })
  })

  tables({
    codec: Controller,
    degraded: [
      ['a header alone', '03010000', { cmd: 3, genlVersion: 1, reserved: 0 }],
      ['an attribute of tomorrow', '03010000 0800630001000000', { cmd: 3, genlVersion: 1, reserved: 0, unknown: [{ type: 99, data: Uint8Array.of(1, 0, 0, 0) }] }],
      ['a policy of a type of tomorrow', '0a010000 14000880 10000080 0c000780 0800010063000000', { cmd: 10, genlVersion: 1, reserved: 0, policy: { 0: { 7: { type: 99 } } } }],
      ['reserved bytes that are not zero', '03010200', { cmd: 3, genlVersion: 1, reserved: 2 }],
    ],
    refused: [
      [{ familyId: 65536 }, 'familyId: 65536 is not a whole number from 0 to 65535'],
      [{ opPolicy: { 3: { do: -1 } } }, 'opPolicy[3].do: -1 is not a whole number from 0 to 4294967295'],
      [{ opPolicy: { getfamily: { do: 1 } } }, 'opPolicy: "getfamily" is no number of an attribute, from 0 to 16383'],
      [{ opPolicy: [{ do: 1 }] }, 'opPolicy: [{"do":1}] is no object by number'],
      [{ policy: { 0: { 1: { kind: 'u8' } } } }, 'policy[0][1].kind: no such attribute; there are type, minValueS, maxValueS, minValueU, maxValueU, minLength, ' +
        'maxLength, policyIdx, policyMaxtype, bitfield32Mask, mask'],
    ],
    malformed: [
      ['a command without its policy', '0a010000 10000980 0c000380 0600010001000000', 'opPolicy[3].do: 2 bytes, 4 wanted'],
      ['a number cut short', '03010000 0500010010000000', 'familyId: 1 bytes, 2 wanted'],
    ],
  })
})

describe('encodeMessage, of the controller', () => {
  it('writes what genl writes', () => {
    const { bytes, flags, seq } = find({ type: GENL_ID_CTRL, direction: 'out', command: 'policy name mptcp_pm', flags: 0x300 })
    expect(hexOf(encodeMessage('CTRL_CMD_GETPOLICY', { familyName: 'mptcp_pm' }, { flags, sequence: seq }))).to.equal(hexOf(bytes))
  })
  it('refuses another command than the name says', () => {
    expect(() => encodeMessage('CTRL_CMD_GETPOLICY', { cmd: 3 })).to.throw('cmd: 3, where the name of the message says 10')
  })
})
