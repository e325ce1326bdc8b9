// The options of filters: tc's words, our names. tc-u32(8), tc-flower(8), tc-matchall(8), tc-fw(8), tc-bpf(8)
import type { Client } from '../../client.js'
import { CommandLineError } from '../../command.js'
import type { Words } from '../words.js'
import { actionList, actionWords } from './actions.js'
import { bytecodeWords } from './bpf.js'
import { flowerWord } from './flower.js'
import { classidWord } from './place.js'
import { u32Handle, u32Word } from './u32.js'
import { is, number, put, takeOption, text, type Options } from './units.js'
import { wholeNumber } from '../../whole-number.js'

type Given = Record<string, unknown>
type TakeWord = (words: Words, options: Given) => boolean
const FLOWID: Options = { flowid: ['classid', classidWord], classid: ['classid', classidWord] }
const HARDWARE: Options = { skip_hw: ['flags', 'is', ['skipHw']], skip_sw: ['flags', 'is', ['skipSw']] }
const table = (options: Options): TakeWord => (words, into) => takeOption(words, options, into)

const takes: Readonly<Record<string, readonly TakeWord[]>> = {
  basic: [table(FLOWID)],
  bpf: [
    table({ ...FLOWID, skip_hw: ['flagsGen', 'is', ['skipHw']], skip_sw: ['flagsGen', 'is', ['skipSw']], da: is('flags', ['actDirect']), 'direct-action': is('flags', ['actDirect']) }),
    bytecodeWords,
  ],
  flower: [table({ ...FLOWID, ...HARDWARE, indev: ['indev', text] }), flowerWord],
  fw: [table({ ...FLOWID, indev: ['indev', text], mask: ['mask', number] })],
  matchall: [table({ ...FLOWID, ...HARDWARE })],
  u32: [table({ ...FLOWID, ...HARDWARE }), u32Word],
}
export const knownFilters: readonly string[] = Object.keys(takes)

/** linux/if_ether.h */
export const ETH_P_ALL = 3
const withPolice = ['basic', 'bpf', 'fw', 'u32']

/** What comes after the kind. */
export function filterWords (words: Words, kind: string, protocol: number, rt: Client): { readonly options?: object } {
  if (!Object.hasOwn(takes, kind)) throw new CommandLineError(`filters of kind ${kind} are not known here; ${knownFilters.join(', ')} are: see ${words.usage}`)
  const options: Given = {}
  while (!words.done) {
    if (takes[kind]!.some(take => take(words, options))) continue
    if (words.take('action')) options['act'] = actionList(words, rt)
    // The old way: not one of the actions.
    else if (words.peek === 'police' && withPolice.includes(kind)) options['police'] = actionWords(words, rt).options
    else words.unknown(words.peek!)
  }
  // flower wants to hear it once more.
  if (kind === 'flower' && protocol !== ETH_P_ALL) options['keyEthType'] = protocol
  // The end of the search: who has a class or an action needs no table below.
  if (kind === 'u32' && ('classid' in options || 'act' in options)) put(options, 'sel.flags', ['terminal'])
  return Object.keys(options).length === 0 ? {} : { options }
}

/** What a handle says depends on the kind. */
export function handleOf (text: string, kind: string | undefined, words: Words): number {
  if (kind === 'u32') return u32Handle(text) ?? words.unknown(text)
  return wholeNumber(text) ?? words.unknown(text)
}
