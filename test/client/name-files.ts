// Names in /etc/iproute2 for the time of a test. What is there is the sandbox's own, whose files are the machine's root's.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** `{ rt_tables: '100 mangled' }`: a line more of a file each, while `step` runs. */
export async function withNames (lines: Readonly<Record<string, string>>, step: () => Promise<void>): Promise<void> {
  const before = Object.keys(lines).map(file => {
    const path = `/etc/iproute2/${file}`
    return [path, existsSync(path) ? readFileSync(path, 'utf8') : undefined] as const
  })
  try {
    Object.values(lines).forEach((line, i) => {
      const [path, was = ''] = before[i]!
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, `${was}\n${line.replace(/ /, '\t')} # by a test\n`)
    })
    await step()
  } finally {
    for (const [path, was] of before) {
      if (was === undefined) rmSync(path, { force: true })
      else writeFileSync(path, was)
    }
  }
}
