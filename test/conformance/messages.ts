// Messages of rtnetlink: each that the kernel has is known by name, and how many are declared.
import { messageTypes } from '../../codec/route/message-types.js'
import { declarations } from '../../codec/route/registry.js'
import { Reasons, type Figure } from './figure.js'
import { constants, has } from './shared.js'

/** Messages that are named and no more, by the reason. */
const undeclared: ReadonlyArray<readonly [reason: string, which: RegExp]> = []

export function messages (): Figure[] {
  if (!has('uapi')) return []
  const theirs = constants().filter(({ name, header }) => header === 'linux/rtnetlink.h' && /^RTM_/.test(name) && !/^RTM_(F_|BASE|MAX|NR_)/.test(name))
  const ours = new Map(Object.entries(messageTypes) as Array<[string, number]>)
  const named = theirs.filter(({ name, value }) => ours.get(name) === value)
  const declared = theirs.filter(({ name }) => Object.hasOwn(declarations, name))
  const why = new Reasons()
  const wrong: string[] = []
  for (const { name } of theirs.filter(one => !declared.includes(one))) {
    const reason = undeclared.find(([, which]) => which.test(name))?.[0]
    if (reason === undefined) wrong.push(`${name} is not declared`)
    else why.note(reason, name)
  }
  const own = [...ours.keys()].filter(name => !theirs.some(one => one.name === name))
  return [
    { name: 'messages (RTM_*, Linux 7.2) known by name', got: named.length, of: theirs.length, wrong: own.map(name => `${name} is none of the kernel's`) },
    { name: 'messages with a declaration', got: declared.length, of: theirs.length, least: 0, exceptions: why, wrong },
  ]
}
