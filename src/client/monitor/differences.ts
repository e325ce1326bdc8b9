// What is different between two values of one object.

export interface Comparison {
  /** Paths that do not count: 'cacheinfo.valid'. What is in a list has the list's own path. */
  readonly ignored: ReadonlySet<string>
  /** Paths of lists whose order does not count. */
  readonly unordered: ReadonlySet<string>
}
/** What changed, by name. */
export type Changed<T> = { readonly [K in keyof T]?: { readonly before: T[K] | undefined, readonly after: T[K] | undefined } }

/** The members that differ, with both of their values, or undefined where none does. */
export function changes<T> (before: T, after: T, how: Comparison): Changed<T> | undefined {
  let found: Record<string, { before: unknown, after: unknown }> | undefined
  const [a, b] = [before, after] as ReadonlyArray<Record<string, unknown>> as [Record<string, unknown>, Record<string, unknown>]
  for (const name of names(a, b)) {
    if (isSameMember(a[name], b[name], name, how)) continue
    (found ??= {})[name] = { before: a[name], after: b[name] }
  }
  return found as Changed<T> | undefined
}

/** Whether nothing differs; nothing is made to know it. */
export function isSame (a: object, b: object, how: Comparison, path = ''): boolean {
  const [x, y] = [a, b] as ReadonlyArray<Record<string, unknown>> as [Record<string, unknown>, Record<string, unknown>]
  for (const name in x) if (!isSameMember(x[name], y[name], path + name, how)) return false
  for (const name in y) if (!(name in x) && !isSameMember(undefined, y[name], path + name, how)) return false
  return true
}
const isSameMember = (a: unknown, b: unknown, path: string, how: Comparison): boolean => how.ignored.has(path) || isAlike(a, b, path, how)

function isAlike (a: unknown, b: unknown, path: string, how: Comparison): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && isSameList(a, b, path, how)
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0
  return isSame(a, b, how, `${path}.`)
}

function isSameList (a: readonly unknown[], b: readonly unknown[], path: string, how: Comparison): boolean {
  if (a.length !== b.length) return false
  if (!how.unordered.has(path)) return a.every((one, i) => isAlike(one, b[i], path, how))
  const left = [...b]
  return a.every(one => {
    const i = left.findIndex(other => isAlike(one, other, path, how))
    if (i >= 0) left.splice(i, 1)
    return i >= 0
  })
}

function names (a: object, b: object): Iterable<string> {
  const all = Object.keys(a)
  for (const name of Object.keys(b)) if (!(name in a)) all.push(name)
  return all
}
