// A program that runs a command with its network off, for tests that are not to have CAP_SYS_ADMIN: node
// isolation-outer.js [--without-admin] COMMAND…
import { dropCapabilities } from '../../src/netns/capabilities.js'
import { isolated } from '../../src/netns/isolation.js'
import { endAs } from '../../src/netns/sandbox-signals.js'

const words = process.argv.slice(2)
if (words[0] === '--without-admin') {
  dropCapabilities(['SYS_ADMIN'])
  words.shift()
}
endAs(await isolated(words))
