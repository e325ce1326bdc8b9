// How the article looks: numbered steps, their commands, what came, what was found to be so. Coloured on a terminal.

export interface Printer {
  heading (text: string): void
  step (number: number, title: string, why: string): void
  command (text: string): void
  output (text: string): void
  /** What the article says, and what is so. */
  fact (text: string): void
  note (text: string): void
  failure (text: string): void
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const

export function printer (write: (text: string) => void, coloured: boolean): Printer {
  const dyed = (colour: keyof typeof codes, text: string): string =>
    coloured ? `\x1b[${codes[colour]}m${text}\x1b[0m` : text
  const indented = (text: string): string => text.replace(/^(?=.)/gm, '      ')
  return {
    heading: text => write(`${dyed('bold', text)}\n`),
    step (number, title, why) {
      write(`\n${dyed('bold', `${String(number).padStart(2)}. ${title}`)}\n`)
      for (const line of wrapped(why, 100)) write(`    ${dyed('dim', line)}\n`)
    },
    command: text => write(`    ${dyed('cyan', `$ ${text}`)}\n`),
    output: text => { if (text.trim() !== '') write(`${indented(text.trimEnd())}\n`) },
    fact: text => write(`    ${dyed('green', 'ok')} ${text}\n`),
    note: text => write(`    ${dyed('yellow', `(${text})`)}\n`),
    failure: text => write(`\n${dyed('red', text)}\n`),
  }
}

function wrapped (text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return [...lines, line]
}
