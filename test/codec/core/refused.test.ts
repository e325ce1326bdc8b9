// What is no value is refused by a CodecError, walked and compiled alike: of every attribute that is declared, and around them.
import { expect } from 'chai'
import { encodeAt } from '../../../codec/core/attributes.js'
import { Writer } from '../../../codec/core/bytes.js'
import { compileWrite, tier } from '../../../codec/core/compile.js'
import { CodecError } from '../../../codec/core/errors.js'
import type { Declared } from '../../../codec/core/declaration.js'
import { headerFlagBits } from '../../../codec/core/header.js'
import { interpretWrite } from '../../../codec/core/interpret.js'
import { Link } from '../../../codec/route/link/link.js'
import { messageFromTree } from '../../../codec/message-tree.js'
import { decodeMessage, encodeMessage } from '../../../codec/message.js'
import { bytesOf } from '../../../src/cli/capture/line.js'
import { reached, reachedOfController, wordsOf } from '../../walk.js'

const words = [...reached().declarations, ...reachedOfController().declarations]
  .flatMap(({ entries }) => entries.flatMap(entry => wordsOf(entry).map(({ word }) => ({ constant: entry.constant, word }))))
const header = { length: 0, type: 16, flags: 0, sequence: 0, port: 0 }
const w = new Writer()
/** What comes of writing it: nothing, or the error. */
function errorOf (step: () => void): unknown {
  w.p = 0
  try { step(); return undefined } catch (error) { return error }
}
type Write = typeof interpretWrite
const compiled: Write = (d, w, o) => { compileWrite(d)(w, o, undefined) }
/** Both, where code may be made of text. */
const ways: readonly Write[] = tier.after === Infinity ? [interpretWrite] : [interpretWrite, compiled]
const linkErrors = (value: unknown): unknown[] => ways.map(write => errorOf(() => { write((Link as unknown as Declared).declaration, w, value as never, undefined) }))

describe('what is no value', () => {
  it('false is refused by all but what may be a flag', () => {
    expect(words.length).to.be.above(1700)
    const taken = words.filter(({ word }) => errorOf(() => { encodeAt(word as never, w, false) }) === undefined)
    expect(taken.filter(({ word }) => word.takesFalse !== true).map(({ constant }) => constant)).to.deep.equal([])
    expect(taken.map(({ constant }) => constant)).to.include.members(['IFLA_VXLAN_GBP', 'IFLA_VXLAN_TTL_INHERIT', 'DCB_ATTR_PERM_HWADDR'])
  })
  it('and says so where an attribute has it', () => {
    for (const value of [{ mtu: false }, { ifname: false }, { linkinfo: false }, { propList: { altIfname: false } }, { linkinfo: { kind: 'bridge', data: { vlanFiltering: false } } },
      { linkinfo: { kind: 'bridge', data: false } }]) {
      for (const error of linkErrors(value)) expect(error, JSON.stringify(value)).to.be.instanceOf(CodecError)
    }
    expect(() => Link.encode({ linkinfo: { kind: 'bridge', data: { vlanFiltering: false as never } } }))
      .to.throw(CodecError).with.property('message', 'linkinfo.data.vlanFiltering: false is not a whole number from 0 to 255')
    // A flag that is not to be there is not.
    for (const off of [{ gbp: false }, { ttlInherit: false }]) {
      const [data, without] = [off, {}].map(data => Link.encode({ linkinfo: { kind: 'vxlan', data } } as never))
      expect(data).to.deep.equal(without)
      for (const error of linkErrors({ linkinfo: { kind: 'vxlan', data: off } })) expect(error).to.equal(undefined)
    }
  })
  it('of any sort is a CodecError, or is written', () => {
    const values = [null, 5, 'x', {}, [null], [{}], Symbol.iterator, { unknown: [null] }, { segments: [null] }]
    for (const { constant, word } of words) {
      for (const value of values) {
        for (const write of [word.write, word.explainWrite ?? word.write]) {
          const error = errorOf(() => { write.call(word, w, value, undefined) })
          if (error !== undefined && !(error instanceof CodecError)) expect.fail(`${constant}: ${String(value)}: ${String(error)}`)
        }
      }
    }
  })

  const wrong: ReadonlyArray<readonly [value: object, message: string]> = [
    [{ flags: [2 ** 32] }, 'flags: 4294967296 is not a whole number from 0 to 4294967295'],
    [{ flags: ['up', -1] }, 'flags: -1 is not a whole number from 0 to 4294967295'],
    [{ flags: [0.5] }, 'flags: 0.5 is not a whole number from 0 to 4294967295'],
    [{ flags: { up: 'false' } }, 'flags.up: "false" is neither true nor false'],
    [{ unknown: [{ type: 70000, data: '' }] }, 'unknown[0].type: 70000 is not a whole number from 0 to 65535'],
    [{ unknown: [{ type: 1, data: '' }, { data: '' }] }, 'unknown[1].type: undefined is not a whole number from 0 to 65535'],
    [{ unknown: [{ type: 1, data: 5 }] }, 'unknown[0].data: 5 is no Uint8Array'],
    [{ unknown: null }, 'unknown: null is no list'],
    [{ unknown: 5 }, 'unknown: 5 is no list'],
    [{ unknown: [null] }, 'unknown[0]: null is no object'],
    [{ linkinfo: { kind: 'can', data: { bittimingConst: { name: 5 } } } }, 'linkinfo.data.bittimingConst.name: 5 is no text'],
    [{ linkinfo: { kind: 'can', data: { bittimingConst: { name: ['a'] } } } }, 'linkinfo.data.bittimingConst.name: ["a"] is no text'],
    [{ linkinfo: { kind: 'can', data: { bittimingConst: { name: 'a\0b' } } } }, 'linkinfo.data.bittimingConst.name: "a\0b" has a zero character inside'],
  ]
  for (const [value, message] of wrong) {
    it(message.replace('\0', '\\0'), () => {
      expect(() => Link.encode(value)).to.throw(CodecError).with.property('message', message)
      for (const error of linkErrors(value)) expect(error).to.be.instanceOf(CodecError)
    })
  }

  const messages: ReadonlyArray<readonly [encode: () => unknown, message: string]> = [
    [() => encodeMessage('RTM_GETLINK', {}, { sequence: 2 ** 32 + 5 }), 'header.sequence: 4294967301 is not a whole number from 0 to 4294967295'],
    [() => encodeMessage('RTM_GETLINK', {}, { flags: 0x10001 }), 'header.flags: 65537 is not a whole number from 0 to 65535'],
    [() => encodeMessage('RTM_GETLINK', {}, { port: -1 }), 'header.port: -1 is not a whole number from 0 to 4294967295'],
    [() => encodeMessage('RTM_GETLINK', {}, { sequence: 'x' as never }), 'header.sequence: "x" is not a whole number from 0 to 4294967295'],
    [() => encodeMessage('RTM_GETLINK', {}, { flag: 1 } as never), 'header.flag: no such attribute; there are length, type, flags, sequence, port'],
    [() => encodeMessage('NLMSG_ERROR', {}, { flags: NaN }), 'header.flags: NaN is not a whole number from 0 to 65535'],
    [() => encodeMessage('NLMSG_ERROR', { error: 13 } as never), 'error: no such attribute; there are errno, header, payload, extended'],
    [() => encodeMessage('NLMSG_DONE', { error: 13 } as never), 'error: no such attribute; there are errno, extended'],
    [() => encodeMessage('NLMSG_ERROR', { header: null as never }), 'header: null is no object'],
    [() => encodeMessage('RTM_NEWNDUSEROPT', { options: [null as never] }), 'options[0]: null is no object'],
    [() => messageFromTree({ header, type: 'RTM_NEWLINK', tree: [{ struct: 'ifinfomsg', fields: {} }, { type: 65539, hex: '' }] }), 'type: 65539 is not a whole number from 0 to 16383'],
    [() => headerFlagBits(['constructor'], 'get'), 'flags: "constructor" is none of request, multi, ack, echo, dumpIntr, dumpFiltered, root, match, atomic'],
    [() => bytesOf({ header: { type: 'RTM_GETLINK', flags: [2 ** 32] }, message: {} }), 'flags: 4294967296 is not a whole number from 0 to 65535'],
    [() => bytesOf({ header: { type: 'RTM_GETLINK', flags: 5 as never }, message: {} }), 'flags: 5 is no list'],
  ]
  for (const [encode, message] of messages) it(message, () => { expect(encode).to.throw(CodecError).with.property('message', message) })

  it('the header that an acknowledgement tells of says how long the payload is', () => {
    // As the kernel has it: netlink_ack() in net/netlink/af_netlink.c copies the request, header and all.
    const { message } = decodeMessage(encodeMessage('NLMSG_ERROR', { errno: 5, payload: Uint8Array.of(1, 2, 3, 4, 5), extended: { msg: 'no' } }))
    expect(message).to.deep.equal({ errno: 5, header: { ...header, type: 0, length: 21 }, payload: Uint8Array.of(1, 2, 3, 4, 5), extended: { msg: 'no' } })
  })
})
