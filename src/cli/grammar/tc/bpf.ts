// Programs of classic BPF, as tc has them in one word: `bytecode '1,6 0 0 4294967295'`. tc-bpf(8); iproute2's lib/bpf_legacy.c
import { CommandLineError } from '../../command.js'
import { wholeNumber } from '../../whole-number.js'
import type { Words } from '../words.js'

/** How many instructions, then each: code, jump if true, jump if false, operand. */
export function bytecodeWords (words: Words, options: Record<string, unknown>): boolean {
  if (!words.take('bytecode')) return false
  const [length, ...rest] = words.next('bytecode').replace(/,$/, '').split(',')
  const ops = rest.map(one => one.trim().split(/\s+/).map(number => wholeNumber(number)))
  if (wholeNumber(length!) !== ops.length || ops.length === 0 || ops.some(op => op.length !== 4 || op.includes(undefined))) {
    throw new CommandLineError(`bytecode: "${words.last}" is not like "1,6 0 0 4294967295", where 1 is how many there are: see ${words.usage}`)
  }
  Object.assign(options, { opsLen: ops.length, ops: ops.map(([code, jt, jf, k]) => ({ code, jt, jf, k })) })
  return true
}
