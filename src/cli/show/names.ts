// Names for numbers, as ip(8) prints them: links, tables, protocols, scopes, realms, groups, differentiated services.
import type { Link } from '../../../codec/route/link/link.js'
import { namesOf, numbered, type NameFile } from '../../client/names.js'
import type { Client } from '../client.js'
import { hex } from './facts.js'

/** Names of links, looked up once. */
export class LinkNames {
  readonly #links = new Map<number, Link | undefined>()
  constructor (readonly rt: Client, known: readonly Link[] = []) {
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

/** What this machine calls a number, or what the codec calls by a name of the kernel's; where it has no name, the number as `unnamed` has it. */
const lazily = (file: NameFile, unnamed: (number: number) => string = String): (value: number | string) => string => {
  let names: ReadonlyMap<number, string> | undefined
  return value => {
    const number = numbered(file, value)
    return (names ??= namesOf(file)).get(number) ?? unnamed(number)
  }
}
export const tableName = lazily('rt_tables')
export const protocolName = lazily('rt_protos')
export const scopeName = lazily('rt_scopes')
export const realmName = lazily('rt_realms')
export const groupName = lazily('group')
export const dsfieldName = lazily('rt_dsfield', number => hex(number, 2))
