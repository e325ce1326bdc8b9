// The messages of a type that a command had from the kernel, of a command that printed text.
import { fixture, type CapturedMessage } from '../../../fixtures.js'

export function dumpedText (file: string, command: string, type: number): readonly CapturedMessage[] {
  const { json, packets } = fixture(file)
  const step = json.at.find(step => step.command === command)
  if (step === undefined) throw new Error(`${file} has no ${command}`)
  return packets.slice(...step.packets).filter(({ direction }) => direction === 'in').flatMap(({ messages }) => messages).filter(message => message.type === type)
}
