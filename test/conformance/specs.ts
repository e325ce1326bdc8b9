// Sub-messages and structs of the kernel's YAML specs.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Row } from '../../codec/reference.js'
import { fixturesRoot } from '../fixtures.js'
import type { Exception, Figure } from './figures.js'
import { shared } from './shared.js'

interface Spec {
  readonly 'definitions'?: ReadonlyArray<{ readonly name: string, readonly type: string }>
  readonly 'attribute-sets': ReadonlyArray<{ readonly name: string, readonly 'name-prefix'?: string, readonly 'subset-of'?: string }>
  readonly 'sub-messages'?: ReadonlyArray<{ readonly name: string, readonly formats: ReadonlyArray<{ readonly value: string, readonly 'attribute-set'?: string, readonly 'fixed-header'?: string }> }>
}
const files = ['rt-link', 'rt-addr', 'rt-route', 'rt-rule', 'rt-neigh', 'tc']
const specs = (): Spec[] => files.map(file => parse(readFileSync(join(shared, 'specs', `${file}.yaml`), 'utf8')) as Spec)
const inC = (name: string): string => name.replaceAll('-', '_')

/** By which attribute a sub-message goes. */
const places: Readonly<Record<string, readonly string[]>> = {
  'linkinfo-data-msg': ['linkinfo.data'], 'linkinfo-member-data-msg': ['linkinfo.slaveData'], 'options-msg': ['options'], 'act-options-msg': ['options'],
  'tca-stats-app-msg': ['app', 'xstats'],
}
/** Where our form is another, and why. */
const otherwise: ReadonlyArray<readonly [RegExp, string]> = [
  [/^options-msg mq:/, 'mq has no options'],
  [/^options-msg sfb:/, 'a nest with TCA_SFB_PARMS in C: sch_sfb.c; INVENTORY.md 4'],
]

export function formats (rows: readonly Row[]): Figure[] {
  const kinds = rows.filter(({ what }) => what === 'kind')
  const exceptions: Exception[] = []
  let right = 0; let of = 0
  for (const spec of specs()) {
    const prefixOf = (set: string | undefined): string => {
      const found = spec['attribute-sets'].find(({ name }) => name === set)
      return found === undefined ? '' : inC(found['name-prefix'] ?? '').toUpperCase() || prefixOf(found['subset-of'])
    }
    for (const { name, formats } of spec['sub-messages'] ?? []) {
      for (const { value, 'attribute-set': set, 'fixed-header': header } of formats) {
        of++
        const found = kinds.filter(({ path = '', kind }) => kind === value && places[name]!.some(place => path === place || path.endsWith(`.${place}`) || path.endsWith(`${place}[]`)))
        const fits = found.some(row => (set === undefined || row.prefix === prefixOf(set)) && (header === undefined || row.struct === inC(header)))
        const what = `${name} ${value}: ${[set === undefined ? '' : `${prefixOf(set)}*`, header].join(' ').trim()} there, ${found.map(({ type }) => type).join(' / ')} here`
        const reason = otherwise.find(([pattern]) => pattern.test(what))?.[1]
        if (fits || reason !== undefined) right++
        if (!fits) exceptions.push({ what, reason })
      }
    }
  }
  return [{ name: 'formats of sub-messages', right, of, wanted: 1, exceptions }]
}

/** Structs that the specs call otherwise, or that ours are a part of. */
const called: Readonly<Record<string, string>> = {}
export function structs (rows: readonly Row[]): Figure[] {
  const ours = new Set(rows.map(({ struct }) => struct))
  const c = new Set(readFileSync(join(fixturesRoot, 'structs.tsv'), 'utf8').split('\n').map(line => line.split('\t')[0]))
  const exceptions: Exception[] = []
  const theirs = specs().flatMap(({ definitions = [] }) => definitions).filter(({ type }) => type === 'struct').map(({ name }) => called[name] ?? inC(name))
  for (const name of theirs) {
    if (!ours.has(name)) exceptions.push({ what: name })
    else if (!c.has(name)) exceptions.push({ what: name, reason: 'newer than the headers of 6.1, or not in them: by INVENTORY.md' })
  }
  const right = theirs.length - exceptions.filter(({ reason }) => reason === undefined).length
  return [{ name: 'structs of the specs, size and offsets as a C compiler has them', right, of: theirs.length, wanted: 1, exceptions }]
}
