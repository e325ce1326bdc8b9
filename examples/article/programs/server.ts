// A web server that answers with its name, and writes a line for each who asks. Ends with its standard input.
import http from 'node:http'
import type { AddressInfo } from 'node:net'

const [port = '0', ...name] = process.argv.slice(2)
const server = http.createServer((request, response) => {
  response.end(`${name.join(' ')}\n`)
  console.log(`asked for ${request.url}`)
})
server.on('error', error => {
  console.error(error.message)
  process.exit(1)
})
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.stdin.resume().on('close', () => process.exit(0))
