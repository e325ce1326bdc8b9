// A program that starts another in new namespaces, for where there is no unshare(1): node clone.js CLONE-FLAGS
// DESCRIPTORS PROGRAM ARGUMENTS A user namespace wants a process of one thread (EINVAL to unshare and setns in any
// Node), and a copy of Node's process can run nothing of Node: V8's threads are not in it. But it can run C: glibc's
// and musl's clone() starts their own system() in the copy, and that starts sh.
import { check } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import { allocate, libc } from '../libc/open.js'
import { CLONE_NEWUSER } from './flags.js'

const SIGCHLD = 17
const F_SETFD = 2
const STACK = 256 * 1024

function main ([flagsText = '', count = '', ...command]: readonly string[]): void {
  const flags = Number(flagsText)
  // The terminal's signals are not for this process: it has to be there when its child ends.
  for (const name of ['SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGTERM'] as const) process.on(name, () => {})
  // Node has made all that it was given close-on-exec.
  for (let fd = 0; fd < Number(count); fd++) check(libc().fcntl(fd, F_SETFD, 0), 'fcntl')
  const go = libc().pipe()
  if (typeof go === 'number') return void check(go, 'pipe')
  // sh waits for the id maps: it is the exec after them that gives the capabilities, as sh itself was executed without
  // a uid.
  const [goRead, goWrite] = go
  check(libc().dup3(goRead, 0, 0), 'dup3')
  const line = `read go; exec ${command.map(quoted).join(' ')} </dev/null`
  const pid = check(libc().clone('system', allocate(STACK), flags | SIGCHLD, text(line)), 'clone')
  if ((flags & CLONE_NEWUSER) !== 0) mapIds(pid)
  fs.writeSync(goWrite, '\n')
  check(libc().waitpid(pid, new Uint8Array(4), 0), 'waitpid')
}

// One id each, as nobody but root may map more; and no gid before setgroups is denied.
function mapIds (pid: number): void {
  const [uid, gid] = [process.geteuid?.(), process.getegid?.()]
  for (const [file, map] of [['setgroups', 'deny'], ['uid_map', `0 ${uid} 1`], ['gid_map', `0 ${gid} 1`]] as const) {
    fs.writeFileSync(`/proc/${pid}/${file}`, map)
  }
}

function text (line: string): ReturnType<typeof allocate> {
  const bytes = new TextEncoder().encode(`${line}\0`)
  const memory = allocate(bytes.length)
  memory.bytes.set(bytes)
  return memory
}

function quoted (word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

try {
  main(process.argv.slice(2))
} catch (error) {
  // To who started this, which knows it by the first word.
  fs.writeSync(2, `clone: ${(error as Error).message}\n`)
  process.exit(1)
}
