/** A whole number as one writes it, in decimal or with 0x in hexadecimal; undefined: it is none. */
export const wholeNumber = (text = ''): number | undefined => /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : undefined
