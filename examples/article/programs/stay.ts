// A process that does nothing but be there, until its standard input ends.
console.log('here')
process.stdin.resume().on('close', () => process.exit(0))
