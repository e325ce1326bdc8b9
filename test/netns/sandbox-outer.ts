// A program that stands for a command in a sandbox, as `rtnl sandbox` does, for tests that signal and kill it. It says
// its PID on stderr. node sandbox-outer.js [--way WAY] [--with-parent] [--without-admin] COMMAND…
import { dropCapabilities } from '../../src/netns/capabilities.js'
import { sandbox, SandboxError } from '../../src/netns/sandbox.js'
import type { CommandOptions, Way } from '../../src/netns/sandbox.js'
import { endAs, endWithParent, passSignals } from '../../src/netns/sandbox-signals.js'

const words = process.argv.slice(2)
let options: CommandOptions = {}
for (; words[0]?.startsWith('--') === true; words.shift()) {
  if (words[0] === '--way') options = { way: words.splice(0, 1) && words[0] as Way }
  if (words[0] === '--with-parent') endWithParent()
  if (words[0] === '--without-admin') dropCapabilities(['SYS_ADMIN'])
}
process.stderr.write(`outer ${process.pid}\n`)
try {
  endAs(await passSignals(sandbox(words, options)))
} catch (error) {
  if (!(error instanceof SandboxError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 75
}
