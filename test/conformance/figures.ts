// What `npm run conformance` prints: a figure a line, what it wants, and what stands out of it, each with its reason.

/** Something that is not as the figure wants it. */
export interface Exception {
  readonly what: string
  /** Without one, the figure is missed. */
  readonly reason?: string | undefined
}
export interface Figure {
  readonly name: string
  /** How many are as they should be, of how many; a number alone has no `of`. */
  readonly right: number
  readonly of?: number
  readonly unit?: string
  /** The least share, or without `of` the most that it may be. */
  readonly wanted: number
  readonly exceptions?: readonly Exception[]
}

export const missed = ({ right, of, wanted, exceptions = [] }: Figure): boolean =>
  (of === undefined ? right > wanted : right / of < wanted) || exceptions.some(({ reason }) => reason === undefined)

/** `1,104 of 1,104 (100 %)` */
export const said = ({ right, of, unit = '' }: Figure): string => of === undefined
  ? `${right.toLocaleString('en')}${unit === '' ? '' : ` ${unit}`}`
  : `${right.toLocaleString('en')} of ${of.toLocaleString('en')} (${Math.floor(right / of * 1000) / 10} %)`

export function print (figure: Figure): void {
  const { name, exceptions = [] } = figure
  console.log(`${missed(figure) ? 'MISSED ' : ''}${name}: ${said(figure)}`)
  const reasons = new Map<string, string[]>()
  for (const { what, reason = 'WITHOUT A REASON' } of exceptions) reasons.set(reason, [...reasons.get(reason) ?? [], what])
  for (const [reason, all] of reasons) console.log(`    ${all.length}: ${reason}\n        ${all.join('\n        ')}`)
}
