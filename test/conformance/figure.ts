// One figure: so many of so many, what is excepted and why, what is wrong.

export interface Figure {
  /** What is counted, as the README says it. */
  readonly name: string
  readonly got: number
  readonly of: number
  /** In place of `got` of `of`. */
  readonly text?: string
  /** The least share, where it is not all of them. */
  readonly least?: number
  /** What is not as it is elsewhere, by the reason. */
  readonly exceptions?: ReadonlyMap<string, readonly string[]>
  /** Said below it. */
  readonly notes?: readonly string[]
  /** What is wrong and has no reason: each fails the run. */
  readonly wrong?: readonly string[]
}

export const share = ({ got, of }: Figure): string => of === 0 ? 'none' : `${Math.floor(got / of * 10_000) / 100} %`
export const isMissed = (figure: Figure): boolean => (figure.wrong?.length ?? 0) > 0 || (figure.text === undefined && figure.got < figure.of * (figure.least ?? 1))
export const summary = (figure: Figure): string =>
  `${isMissed(figure) ? 'MISSED' : 'ok'}  ${figure.name}: ${figure.text ?? `${figure.got} of ${figure.of} (${share(figure)})`}`

/** Things by the reason that they have in common. */
export class Reasons extends Map<string, string[]> {
  note (reason: string, thing: string): void {
    const list = this.get(reason)
    if (list === undefined) this.set(reason, [thing])
    else if (!list.includes(thing)) list.push(thing)
  }
}

export function print (figure: Figure): void {
  console.log(`\n${summary(figure)}`)
  for (const note of figure.notes ?? []) console.log(`  ${note}`)
  for (const [reason, things] of figure.exceptions ?? []) console.log(`  ${reason} (${things.length}):\n${wrapped(things)}`)
  for (const one of figure.wrong ?? []) console.log(`  WRONG ${one}`)
}
/** In lines of 160. */
function wrapped (things: readonly string[]): string {
  const lines: string[] = []
  for (const thing of things) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + thing.length < 156) lines[lines.length - 1] = `${last}${last.trimEnd().endsWith(',') ? '' : ', '}${thing}`
    else lines.push(`    ${thing}`)
  }
  return lines.join('\n')
}
