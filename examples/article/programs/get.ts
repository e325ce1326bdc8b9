// Prints what a web server answers.
import http from 'node:http'

const request = http.get(process.argv[2] ?? '', { timeout: 3000 }, response => response.pipe(process.stdout))
request.on('timeout', () => request.destroy(new Error('no answer')))
request.on('error', error => {
  console.error(error.message)
  process.exitCode = 1
})
