// All declarations of traffic control, each once.
import type { Declaration, Declared } from '../../../../codec/core/declaration.js'
import type { Word } from '../../../../codec/core/types.js'
import { Actions } from '../../../../codec/route/tc/action.js'
import { Class, Filter, Qdisc } from '../../../../codec/route/tc/tc.js'

export function declared (): Declaration[] {
  const found = new Map<object, Declaration>()
  const visit = (word: Word | undefined): void => {
    if (word === undefined || found.has(word)) return
    if ('later' in word) return visit((word as { later: () => Word }).later())
    if ('each' in word) visit((word as { each: Word }).each)
    if (!('declaration' in word)) return
    const { declaration } = word as unknown as Declared
    found.set(word, declaration)
    for (const { word, choice } of declaration.layout.fields) for (const inside of [word, ...Object.values(choice?.kinds ?? {})]) visit(inside)
    for (const { word, choice } of declaration.entries) for (const inside of [word, ...choice?.kinds.values() ?? []]) visit(inside)
  }
  for (const message of [Qdisc, Class, Filter, Actions]) visit(message as unknown as Word)
  return [...found.values()]
}
