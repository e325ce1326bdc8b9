// NETLINK_GENERIC by the same socket: the controller of the running kernel. Witness: `genl ctrl`, which asks the same.
import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { NLM_F_DUMP, NLM_F_REQUEST } from '../../codec/core/header.js'
import { protocols } from '../../codec/core/protocol.js'
import type { Controller } from '../../codec/generic/controller.js'
import { decodeMessage, encodeMessage } from '../../codec/message.js'
import { NetlinkSocket } from '../../src/socket/socket.js'
import { asPrinted, policyLines, printedFamilies, printedPolicies } from '../codec/generic/genl.js'
import { itNeeds } from '../needs.js'
import { list } from './messages.js'

const genl = (...words: string[]): string => execFileSync('genl', words, { encoding: 'utf8' })
const flags = NLM_F_REQUEST | NLM_F_DUMP

/** The answers of one name to a request for a list. */
function answers (bytes: Uint8Array, name: 'CTRL_CMD_NEWFAMILY' | 'CTRL_CMD_GETPOLICY'): Controller[] {
  using socket = NetlinkSocket.open({ protocol: protocols.generic })
  const told = list(socket, { call: 'generic', bytes }, (b, at, length) => decodeMessage(b.u8.slice(at, at + length), 'generic'))
  return told.filter(({ type }) => type === name).map(({ message }) => message as Controller)
}

describe('socket, of generic netlink', () => {
  itNeeds('iproute2', 'lists the families that genl ctrl list prints', () => {
    const printed = printedFamilies(genl('-d', 'ctrl', 'list'))
    const told = answers(encodeMessage('CTRL_CMD_GETFAMILY', {}, { flags }), 'CTRL_CMD_NEWFAMILY')
    expect(printed.map(({ name }) => name)).to.include('nlctrl')
    expect(told.map((family, i) => asPrinted(family, printed[i]!))).to.deep.equal(printed)
  })

  itNeeds('iproute2', 'gets one family by name, and the words of the kernel where there is none', () => {
    using socket = NetlinkSocket.open({ protocol: protocols.generic })
    const told: unknown[] = []
    const requests = ['nlctrl', 'nonesuch'].map(familyName => ({ call: familyName, bytes: encodeMessage('CTRL_CMD_GETFAMILY', { familyName }, { flags: NLM_F_REQUEST }) }))
    const outcomes = socket.exchange(requests, (_, b, at, length) => told.push(decodeMessage(b.u8.slice(at, at + length), 'generic').message))
    expect(outcomes.map(outcome => outcome?.code)).to.deep.equal([undefined, 'ENOENT'])
    const printed = printedFamilies(genl('-d', 'ctrl', 'get', 'name', 'nlctrl'))
    expect(told.map(family => asPrinted(family as Controller, printed[0]!))).to.deep.equal(printed)
  })

  for (const familyName of ['nlctrl', 'ethtool']) {
    itNeeds('iproute2', `lists the policies that genl ctrl policy name ${familyName} prints`, () => {
      const printed = printedPolicies(genl('ctrl', 'policy', 'name', familyName))
      const told = answers(encodeMessage('CTRL_CMD_GETPOLICY', { familyName }, { flags }), 'CTRL_CMD_GETPOLICY')
      expect(printed.length).to.be.above(3)
      // genl of iproute2 6.1 has no name for the types that came with Linux 6.7
      const lines = told.flatMap(policyLines).map((line, i) => printed[i]?.includes('type=unknown') === true ? line.replace(/type=[SU]INT\b/, 'type=unknown') : line)
      expect(lines).to.deep.equal(printed)
    })
  }
})
