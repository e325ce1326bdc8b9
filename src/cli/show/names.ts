// Names for numbers, as ip(8) prints them: links, tables, protocols, scopes, groups.
import { readFileSync } from 'node:fs'
import type { Link } from '../../../codec/route/link/link.js'
import type { RtnetlinkSync } from '../../client/rtnetlink.js'

/** The scopes that the kernel names differently from ip. */
const scopes: Readonly<Record<string, string>> = { universe: 'global' }
export const scopeName = (scope: string | number): string => scopes[scope] ?? String(scope)

/** Names of links, looked up once. */
export class LinkNames {
  readonly #links = new Map<number, Link | undefined>()
  constructor (readonly rt: RtnetlinkSync, known: readonly Link[] = []) {
    for (const link of known) this.#links.set(link.index, link)
  }

  /** What a link is called from now on. */
  learn (link: Link): void { this.#links.set(link.index, link) }

  /** `if7` where there is no such link (any more), as ip says it. */
  name (index: number): string { return this.link(index)?.ifname ?? `if${index}` }
  link (index: number): Link | undefined {
    if (!this.#links.has(index)) {
      try { this.#links.set(index, this.rt.link.get(index, { extMask: ['skipStats'] })) } catch { this.#links.set(index, undefined) }
    }
    return this.#links.get(index)
  }
}

/** `100 mangled` lines of iproute2's tables, where they are: a machine may have none. */
function table (file: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const directory of ['/usr/share/iproute2', '/usr/lib/iproute2', '/etc/iproute2']) {
    let text
    try { text = readFileSync(`${directory}/${file}`, 'utf8') } catch { continue }
    for (const [, number, name] of text.matchAll(/^\s*(0x[0-9a-f]+|\d+)\s+([^\s#]+)/gim)) names.set(Number(number), name!)
  }
  return names
}
const lazily = (file: string, own: ReadonlyArray<readonly [number, string]>): (number: number) => string | undefined => {
  let names: Map<number, string> | undefined
  return number => (names ??= new Map([...own, ...table(file)])).get(number)
}
const tableOf = lazily('rt_tables', [[253, 'default'], [254, 'main'], [255, 'local']])
const groupOf = lazily('group', [[0, 'default']])
const realmOf = lazily('rt_realms', [])

export const tableName = (number: number): string => tableOf(number) ?? String(number)
export const groupName = (number: number): string => groupOf(number) ?? String(number)
export const realmName = (number: number): string => realmOf(number) ?? String(number)
/** The number of a table, a group by its name. */
export const numberOf = (file: 'rt_tables' | 'group', name: string): number | undefined => {
  const own: Readonly<Record<string, number>> = file === 'rt_tables' ? { default: 253, main: 254, local: 255 } : { default: 0 }
  if (Object.hasOwn(own, name)) return own[name]
  return /^\d+$/.test(name) ? Number(name) : [...table(file)].find(([, known]) => known === name)?.[0]
}
