// Facts as `ip -j` has them: members in its order, nothing where the kernel said nothing.

export type Fact = string | number | bigint | boolean | null | readonly Fact[] | { readonly [name: string]: Fact | undefined }
export type Facts = { readonly [name: string]: Fact | undefined }

/** Without the members that say nothing. */
export function facts (all: Facts): Facts {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
/** `true`, as JSON has a thing that is there; nothing where it is not. */
export const when = (is: boolean): true | undefined => is || undefined
/** `null`, as ip's JSON has a word without a value. */
export const word = (is: boolean): null | undefined => is ? null : undefined
export const hex = (value: number, digits = 0): string => `0x${value.toString(16).padStart(digits, '0')}`
