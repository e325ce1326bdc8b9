// Names for numbers, as ip(8) prints them: links, tables, protocols, scopes, groups.
import type { Link } from '../../../codec/route/link/link.js'
import { namesOf, type NameFile } from '../../client/names.js'
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

const lazily = (file: NameFile): (number: number) => string => {
  let names: ReadonlyMap<number, string> | undefined
  return number => (names ??= namesOf(file)).get(number) ?? String(number)
}
export const tableName = lazily('rt_tables')
export const groupName = lazily('group')
export const realmName = lazily('rt_realms')
