// `npm run conformance`: how much of rtnetlink the codec has, and how right it is, against the kernel's headers and specs, captures, and the
// running kernel.
import { reference } from '../../codec/reference.js'
import { attributes, messages } from './constants.js'
import { trees, values } from './captures.js'
import { evidence } from './evidence.js'
import { missed, print, said, type Figure } from './figures.js'
import { formats, structs } from './specs.js'
import { isThere } from './shared.js'

if (!isThere) console.log('../shared is not there: nothing to measure against')
else {
  const rows = reference()
  const figures: Figure[] = [...messages(rows), ...attributes(rows), ...evidence(rows), ...formats(rows), ...structs(rows), ...trees(), ...values()]
  for (const figure of figures) print(figure)
  console.log()
  for (const figure of figures) console.log(`${missed(figure) ? 'missed' : 'ok    '}  ${figure.name}: ${said(figure)}`)
  process.exitCode = figures.some(missed) ? 1 : 0
}
