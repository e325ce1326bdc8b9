// Descriptions of others, outside of the repository: ../shared. What of them is not there is told, and the figures that need it are left out.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..', '..')
const shared = join(root, '..', 'shared')
export const has = (...part: string[]): boolean => existsSync(join(shared, ...part))
export const read = (...part: string[]): string => readFileSync(join(shared, ...part), 'utf8')

const rows = (text: string): string[][] => text.trim().split('\n').slice(1).map(line => line.split('\t'))

export interface Constant { readonly name: string, readonly header: string, readonly value: number }
/** Every constant of the headers of Linux 7.2, as a C compiler gave them. */
export const constants = (): Constant[] => rows(read('uapi', 'constants.tsv')).map(([name, header, value]) => ({ name: name!, header: header!, value: Number(value) }))

/** What others say of an attribute that the kernel's YAML specs describe. */
export interface Evidence {
  readonly family: string
  readonly set: string
  readonly attr: string
  readonly number: number
  readonly type: string
  readonly subType: string
  readonly bigEndian: boolean
  /** A struct, a set of attributes, a sub-message. */
  readonly ref: string
  readonly multi: boolean
  /** `IFLA_MTU` */
  readonly constant: string
  /** By who says it, what: `{ iproute2: ['u32'] }`. */
  readonly witnesses: Readonly<Record<string, readonly string[]>>
}
type Row = readonly [string, string, string, string, string, string, string, string, string, string, string]
export const evidence = (): Evidence[] => rows(read('specs', 'attr_evidence.tsv')).map(row => {
  const [family, set, attr, number, type, subType, order, ref, multi, constant, witnesses] = row as unknown as Row
  return {
    family, set, attr, number: Number(number), type, subType, bigEndian: order === 'big-endian', ref, multi: multi !== '', constant,
    witnesses: JSON.parse(witnesses) as Evidence['witnesses'],
  }
})
