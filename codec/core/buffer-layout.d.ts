// What is used of buffer-layout, which has no types of its own.
declare module 'buffer-layout' {
  export interface Layout { readonly span: number, readonly property?: string, decode (b: Uint8Array, offset?: number): unknown }
  export interface Structure extends Layout { readonly fields: readonly Layout[], offsetOf (property: string): number | undefined }
  export function struct (fields: readonly Layout[], property?: string): Structure
  export function blob (length: number, property?: string): Layout
  const layouts: Readonly<Record<string, (property?: string) => Layout>> & { struct: typeof struct, blob: typeof blob }
  export default layouts
}
