// A bench in a machine that is thrown away afterwards, as root in it.
import { fileURLToPath } from 'node:url'
import { sandbox } from '../src/netns/sandbox.js'

/** Starts the script once more, in such a machine, and does `inside` there. `url`: its import.meta.url. */
export async function inThrowAwayMachine (url: string, inside: () => Promise<void>): Promise<void> {
  if (process.env['RTNETLINK_BENCH'] === 'inside') return await inside()
  const { code } = await sandbox([process.execPath, fileURLToPath(url), ...process.argv.slice(2)], {
    stdio: 'inherit', env: { ...process.env, RTNETLINK_BENCH: 'inside' },
  })
  process.exitCode = code ?? 1
}
