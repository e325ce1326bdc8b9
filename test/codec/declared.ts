// Every declaration that the messages of rtnetlink lead to, for tests that look at all of them.
import type { Declaration, Declared } from '../../codec/core/declaration.js'
import type { Word } from '../../codec/core/types.js'
import { declarations, requests } from '../../codec/route/registry.js'

/** Each once. */
export function reached (): Declaration[] {
  const found = new Map<object, Declaration>()
  const visit = (word: Word | undefined): void => {
    if (word === undefined) return
    if ('later' in word) return visit((word as { later: () => Word }).later())
    if ('each' in word) visit((word as { each: Word }).each)
    for (const inside of [...Object.values(word.lengths ?? {}), word.others]) visit(inside)
    if (!('declaration' in word) || found.has(word)) return
    const { declaration } = word as unknown as Declared
    found.set(word, declaration)
    for (const { word, choice } of declaration.layout.fields) for (const inside of [word, ...Object.values(choice?.kinds ?? {})]) visit(inside)
    for (const { word, choice, header } of declaration.entries) {
      for (const inside of [word, ...choice?.kinds.values() ?? [], ...header?.kinds.values() ?? [], header?.otherwise]) visit(inside)
    }
  }
  for (const declared of [...Object.values(declarations), ...Object.values(requests)]) visit(declared as unknown as Word)
  return [...found.values()]
}
