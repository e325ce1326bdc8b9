// How far the codec is what the kernel speaks, in figures: npm run conformance. Each is compared with what others have written down (../shared), with the
// kernel that runs, or with iproute2; what is different stands below it with its reason, and what has none fails the run.
// node dist/test/conformance/main.js [PART...]
import { attributes } from './attributes.js'
import { captures } from './captures.js'
import { described } from './described.js'
import { isMissed, print, summary, type Figure } from './figure.js'
import { messages } from './messages.js'
import { policies } from './policies.js'
import { size } from './size.js'
import { structs } from './structs.js'
import { has } from './shared.js'
import { shown } from './shown.js'
import { syzkaller } from './syzkaller.js'

const parts: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>> = { messages, attributes, described, syzkaller, structs, captures, policies, shown, size }

const asked = process.argv.slice(2)
const figures: Figure[] = []
for (const [name, part] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const found = await part()
  if (found.length === 0) console.log(`\n${name}: left out, what it is compared with is not here`)
  found.forEach(print)
  figures.push(...found)
}
if (!has()) console.log('\n../shared is not there: what is compared with it is left out')
console.log('\nin short')
for (const figure of figures) console.log(summary(figure))
process.exitCode = figures.some(isMissed) ? 1 : 0
