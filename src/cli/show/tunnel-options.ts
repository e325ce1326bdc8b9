// Options of tunnels' headers: of the action tunnel_key, of flower, of routes.
import { any, type Said } from './said.js'

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')
interface Geneve { readonly class?: readonly number[], readonly type?: readonly number[], readonly data?: readonly Uint8Array[] }
interface GeneveItem { readonly class: number, readonly type: number, readonly data: Uint8Array }
/** One option after the other, however they were sent. */
export const geneveItems = (all: readonly unknown[]): readonly GeneveItem[] => (all as readonly Geneve[])
  .flatMap(one => (one.data ?? []).map((data, i) => ({ class: one.class?.[i] ?? 0, type: one.type?.[i] ?? 0, data })))
export const geneveText = (one: GeneveItem): string => `${hex(one.class, 4)}:${hex(one.type, 2)}:${Buffer.from(one.data).toString('hex')}`
interface Erspan { readonly ver?: number | undefined, readonly index?: number | undefined, readonly dir?: number | undefined, readonly hwid?: number | undefined }
export const erspanItem = ({ ver = 0, index = 0, dir = 0, hwid = 0 }: Erspan): Said =>
  [any('ver', ver, '%'), any('index', ver === 1 ? index : 0, ':%'), any('dir', ver === 1 ? 0 : dir, ':%'), any('hwid', ver === 1 ? 0 : hwid, ':%')]
