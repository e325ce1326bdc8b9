// Links by index, name and alternative name; ports by master; addresses by link.
import type { Address } from '../../../codec/route/address.js'
import type { Link } from '../../../codec/route/link/link.js'

const namesOf = ({ ifname, propList }: Link): string[] => [...ifname === undefined ? [] : [ifname], ...propList?.altIfname ?? []]

export class Links {
  readonly #byIndex = new Map<number, Link>()
  readonly #byName = new Map<string, number>()
  readonly #ports = new Map<number, Set<number>>()
  readonly #addresses = new Map<number, Set<Address>>()

  all (): Link[] { return [...this.#byIndex.values()] }
  addresses (): Address[] { return [...this.#addresses.values()].flatMap(of => [...of]) }

  get (reference: string | number): Link | undefined {
    const index = this.#indexOf(reference)
    return index === undefined ? undefined : this.#byIndex.get(index)
  }

  children (master: string | number): Link[] {
    const index = this.#indexOf(master)
    return index === undefined ? [] : [...this.#ports.get(index) ?? []].flatMap(port => this.#byIndex.get(port) ?? [])
  }

  addressesOf (link: string | number): Address[] {
    const index = this.#indexOf(link)
    return index === undefined ? [] : [...this.#addresses.get(index) ?? []]
  }

  apply (gone: Link | undefined, made: Link | undefined): void {
    if (gone !== undefined) {
      this.#byIndex.delete(gone.index)
      // Another link may have the name by now.
      for (const name of namesOf(gone)) if (this.#byName.get(name) === gone.index) this.#byName.delete(name)
      if (gone.master !== undefined) remove(this.#ports, gone.master, gone.index)
    }
    if (made !== undefined) {
      this.#byIndex.set(made.index, made)
      for (const name of namesOf(made)) this.#byName.set(name, made.index)
      if (made.master !== undefined && made.master !== 0) add(this.#ports, made.master, made.index)
    }
  }

  applyAddress (gone: Address | undefined, made: Address | undefined): void {
    if (gone !== undefined) remove(this.#addresses, gone.index, gone)
    if (made !== undefined) add(this.#addresses, made.index, made)
  }

  #indexOf (reference: string | number): number | undefined { return typeof reference === 'number' ? reference : this.#byName.get(reference) }
}

function add<K, T> (sets: Map<K, Set<T>>, key: K, one: T): void {
  const set = sets.get(key)
  if (set === undefined) sets.set(key, new Set([one]))
  else set.add(one)
}
function remove<K, T> (sets: Map<K, Set<T>>, key: K, one: T): void {
  const set = sets.get(key)
  if (set?.delete(one) === true && set.size === 0) sets.delete(key)
}
