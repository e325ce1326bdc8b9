// The tables of verbs in docs/client.md are what the code has.
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EveryObject } from '../../src/client/every.js'

class Objects extends EveryObject<'sync'> {}
const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'client.md'), 'utf8')

/** By object, the verbs that a table has something to say of. */
function told (): Map<string, string[]> {
  const verbs = new Map<string, string[]>()
  let objects: string[] = []
  for (const line of text.split('\n')) {
    const cells = line.split('|').slice(1, -1).map(cell => cell.trim())
    if (cells.length === 0) objects = []
    else if (cells[0] === '' && cells[1]?.startsWith('`') === true) {
      objects = cells.slice(1).map(cell => cell.replaceAll('`', ''))
      for (const object of objects) verbs.set(object, [])
    } else if (objects.length > 0 && cells[0]!.startsWith('`')) {
      const named = [...cells[0]!.matchAll(/`(\w+)/g)].map(([, verb = '']) => verb)
      objects.forEach((object, i) => { if (cells[i + 1] !== '') verbs.get(object)!.push(...named) })
    }
  }
  return verbs
}

describe('docs/client.md', () => {
  it('has every object, and every verb of each', () => {
    const objects = new Objects(undefined as never, undefined as never) as unknown as Record<string, object>
    const tables = told()
    expect([...tables.keys()].sort()).to.deep.equal(Object.keys(objects).sort())
    for (const [name, object] of Object.entries(objects)) {
      const verbs = Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter(verb => verb !== 'constructor' && verb !== 'value')
      expect(tables.get(name)!.sort(), name).to.deep.equal(verbs.sort())
    }
  })
})
