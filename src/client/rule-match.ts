// Which rule is meant: the kernel has no key for them, only what they say. rule_find() and rule_exists() in net/core/fib_rules.c
import type { Rule } from '../../codec/route/rule.js'

/** What the kernel tells without having been told. */
const added = new Set(['priority', 'protocol', 'suppressPrefixlen', 'suppressIfgroup', 'fwmask', 'sportMask', 'dportMask', 'dscpMask', 'flowlabelMask'])
/** Looked at on their own: `flags` tell what is the case, too, and a table stands in one of two places. */
const apart = new Set(['flags', 'frhTable', 'table'])
/** Zero in the header says nothing. */
const empty = (value: unknown): boolean => value === undefined || value === 0 || value === 'unspec'

/** Whether `one` has all that `wanted` says. */
export function fits (one: Rule, wanted: Rule): boolean {
  const table = tableOf(wanted)
  return (table === 0 || table === tableOf(one)) && (!isInverted(wanted) || isInverted(one)) &&
    namesOf(wanted).every(name => empty(wanted[name]) || isAlike(one[name], wanted[name]))
}

/** Whether both say the same, but for what the kernel adds by itself. */
export function isSame (one: Rule, wanted: Rule): boolean {
  return tableOf(one) === tableOf(wanted) && isInverted(one) === isInverted(wanted) &&
    namesOf({ ...one, ...wanted }).every(name => (wanted[name] === undefined && added.has(name)) || isAlike(one[name], wanted[name]))
}

type Name = Extract<keyof Rule, string>
const namesOf = (rule: Rule): Name[] => (Object.keys(rule) as Name[]).filter(name => !apart.has(name))
const tableOf = (rule: Rule): number => rule.table ?? rule.frhTable
const isInverted = (rule: Rule): boolean => rule.flags.includes('invert')
/** Of two values of one word: texts, numbers, ranges of them. */
const isAlike = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null &&
  Object.entries(a).every(([name, value]) => value === (b as Readonly<Record<string, unknown>>)[name]))
