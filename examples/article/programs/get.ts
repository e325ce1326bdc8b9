// Prints what a web server answers.
import http from 'node:http'

http.get(process.argv[2] ?? '', { timeout: 3000 }, response => response.pipe(process.stdout))
  .on('timeout', function () { this.destroy(new Error('no answer')) })
  .on('error', error => {
    console.error(error.message)
    process.exitCode = 1
  })
