// What `genl ctrl` of iproute2 prints, as objects and lines; and our values in the same form.
import { constantOf } from '../../../codec/core/declaration.js'
import type { Policy } from '../../../codec/core/policy.js'
import { operationFlags, type Controller } from '../../../codec/generic/controller.js'

export interface PrintedFamily {
  readonly name: string
  readonly numbers: readonly [id: number, version: number, hdrsize: number, maxattr: number]
  /** genl prints the flags only of the controller and of who else has a version from 2 on. */
  readonly ops: ReadonlyArray<{ readonly id: number, readonly flags?: number }>
  readonly groups: ReadonlyArray<{ readonly id: number, readonly name: string }>
}

/** `genl -d ctrl list` */
export function printedFamilies (text: string): PrintedFamily[] {
  return text.split(/^Name: /m).slice(1).map(part => {
    const numbers = /ID: (0x\w+) +Version: (0x\w+) +header size: (\d+) +max attribs: (\d+)/.exec(part)!.slice(1).map(Number)
    return {
      name: part.slice(0, part.indexOf('\n')),
      numbers: numbers as unknown as PrintedFamily['numbers'],
      ops: [...part.matchAll(/: +ID-(0x\w+) *\n(?:\s*Capabilities \((0x\w+)\))?/g)].map(([, id, flags]) => ({ id: Number(id), ...flags !== undefined && { flags: Number(flags) } })),
      groups: [...part.matchAll(/: +ID-(0x\w+) +name: (\S+)/g)].map(([, id, name]) => ({ id: Number(id), name: name! })),
    }
  })
}
/** Ours, with the flags of those operations of which genl printed them. */
export function asPrinted ({ familyName, familyId, version, hdrsize, maxattr, ops = [], mcastGroups = [] }: Controller, { ops: shown }: PrintedFamily): object {
  return {
    name: familyName,
    numbers: [familyId, version, hdrsize, maxattr],
    ops: ops.map(({ id, flags = [] }, i) => shown[i]?.flags === undefined ? { id } : { id, flags: operationFlags.bits(flags).set }),
    groups: mcastGroups.map(({ id, name }) => ({ id, name })),
  }
}

/** The lines of `genl ctrl policy`, without blanks at their ends. */
export const printedPolicies = (text: string): string[] => text.split('\n').map(line => line.trim()).filter(line => line !== '')
/** Ours: ctrl.c and nl_print_policy() of iproute2. */
export function policyLines ({ familyId, opPolicy = {}, policy = {} }: Controller): string[] {
  const begin = `ID: 0x${familyId?.toString(16)} `
  const operations = Object.entries(opPolicy).map(([cmd, by]) =>
    `${begin} op ${cmd} policies:${Object.entries(by).map(([what, index]) => ` ${what}=${index}`).join('')}`)
  return [...operations, ...Object.entries(policy).flatMap(([index, attributes]) =>
    Object.entries(attributes).map(([number, of]) => `${begin} policy[${index}]:attr[${number}]: ${policyText(of)}`))]
}
function policyText ({ type, policyIdx, policyMaxtype, minValueS, maxValueS, minValueU, maxValueU, minLength, maxLength }: Policy): string {
  const range = minValueS === undefined ? [minValueU, maxValueU] : [minValueS, maxValueS]
  return `type=${constantOf('', String(type))}` + [
    [policyIdx, `policy:${policyIdx}`], [policyMaxtype, `maxattr:${policyMaxtype}`], [range[0], `range:[${range.join()}]`],
    [minLength, `min len:${minLength}`], [maxLength, `max len:${maxLength}`],
  ].map(([value, text]) => value === undefined ? '' : ` ${text}`).join('')
}
