// Node's own modules where `import` costs too much: it makes a wrapper of each, for which it asks for all that the module has. Of node:fs that is
// its streams, 8 ms of every start. Others are large themselves, and wanted by few programs.
export const fs = process.getBuiltinModule('node:fs')
export const net = (): typeof import('node:net') => process.getBuiltinModule('node:net')
export const childProcess = (): typeof import('node:child_process') => process.getBuiltinModule('node:child_process')
