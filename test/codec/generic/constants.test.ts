// Numbers of generic netlink, and of protocols, are the kernel's, and none is missing: against the constants of its headers.
// ../shared/uapi/constants.tsv: constants of linux 7.2.
import { expect } from 'chai'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { constantOf, type Declared } from '../../../codec/core/declaration.js'
import { attributeType, Policy } from '../../../codec/core/policy.js'
import { protocols } from '../../../codec/core/protocol.js'
import { Controller, GENL_ID_CTRL, GENL_ID_PMCRAID, GENL_ID_VFS_DQUOT, McastGroup, Operation, operationFlags, OperationPolicy } from '../../../codec/generic/controller.js'
import { controllerCommands } from '../../../codec/generic/registry.js'

const file = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'uapi', 'constants.tsv')
const constants = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(line => line.split('\t')).map(([name, header, value]) => ({ name: name!, header: header!, value: Number(value) })) : []
const set = (of: unknown): Array<[string, number]> => (of as Declared).declaration.entries.map(({ constant, number }) => [constant, number])
const names = (prefix: string, of: object): Array<[string, number]> => Object.entries((of as { names?: Record<string, number> }).names ?? of)
  .map(([name, number]) => [constantOf(prefix, name), number as number])

const netlink = 'linux/netlink.h', genetlink = 'linux/genetlink.h'
const sets: ReadonlyArray<readonly [prefix: string, header: string, aside: RegExp, ours: ReadonlyArray<readonly [string, number]>]> = [
  ['CTRL_CMD_', genetlink, /_(UNSPEC|MAX)$/, Object.entries(controllerCommands)],
  ['CTRL_ATTR_', genetlink, /_(UNSPEC|MAX)$/, [Controller, Operation, McastGroup, OperationPolicy].flatMap(set)],
  ['GENL_', genetlink, /^GENL_(NAMSIZ|MIN_ID|MAX_ID|HDRLEN|START_ALLOC)$/, [...names('GENL_', operationFlags), ...Object.entries({ GENL_ID_CTRL, GENL_ID_PMCRAID, GENL_ID_VFS_DQUOT })]],
  ['NL_POLICY_TYPE_ATTR_', netlink, /_(UNSPEC|MAX|PAD)$/, set(Policy)],
  ['NL_ATTR_TYPE_', netlink, /_MAX$/, names('NL_ATTR_TYPE_', attributeType)],
  // also what setsockopt takes, and another name of 4
  ['NETLINK_', netlink, /^NETLINK_(INET_DIAG|(UN)?CONNECTED|ADD_.*|DROP_.*|PKTINFO|.*_ERROR|NO_ENOBUFS|[RT]X_RING|LIST.*|CAP_ACK|EXT_ACK|GET_STRICT_CHK)$/, names('NETLINK_', protocols)],
]

describe('constants of generic netlink [needs ../shared/uapi]', () => {
  before(function () { if (constants.length === 0) this.skip() })

  for (const [prefix, header, aside, ours] of sets) {
    it(`${prefix}*: all that the kernel has, and no other`, () => {
      const theirs = constants.filter(one => one.header === header && one.name.startsWith(prefix) && !aside.test(one.name)).map(({ name, value }) => [name, value])
      expect(theirs.length).to.be.above(5)
      expect([...ours].sort()).to.deep.equal(theirs.sort())
    })
  }
})
