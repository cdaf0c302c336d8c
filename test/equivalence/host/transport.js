/*
 * Real SDK clients, with what they send handed to a function instead of to the network: the HTTP handler of v3, the HTTP
 * client of v2. Serialisers, middleware and error classes stay theirs. No host is looked up, so that a queue's URL and the
 * `sync-` prefix of Step Functions lead here too. Nothing reads a signature, and to make one is a tenth of all the work:
 * requests are not signed.
 */
const { EventEmitter } = require('node:events')
const { Readable } = require('node:stream')

exports.carryRequests = function carryRequests(send) {
  const { NodeHttpHandler } = require('@smithy/node-http-handler')
  const { SignatureV4 } = require('@smithy/signature-v4')
  SignatureV4.prototype.signRequest = async (request) => request
  NodeHttpHandler.prototype.handle = async ({ method, path, query, headers, body }) => {
    const answer = await send({
      method,
      path: path + queryText(query),
      headers: lowerCase(headers),
      body: textOf(body),
    })
    if (answer.thrown) throw thrownBy(answer)
    const stream = Readable.from(answer.text === '' ? [] : [Buffer.from(answer.text)])
    return { response: { statusCode: answer.status, headers: headersOf(answer), body: stream } }
  }
  sendV2 = send
}

let sendV2

/** Prepares version 2 of the SDK, once something has loaded it. */
exports.prepareV2 = function prepareV2(AWS) {
  if (AWS.NodeHttpClient.prototype.isCarried) return
  AWS.NodeHttpClient.prototype.isCarried = true
  AWS.config.update({ region: 'eu-west-1', accessKeyId: 'x', secretAccessKey: 'x', maxRetries: 0 })
  AWS.Signers.V4.prototype.addAuthorization = () => {}
  AWS.util.computeSha256 = (_body, done) => done(null, 'UNSIGNED-PAYLOAD')
  AWS.NodeHttpClient.prototype.handleRequest = ({ method, path, headers, body }, _options, callback, failed) => {
    const request = new EventEmitter()
    request.abort = () => {}
    void sendV2({ method, path, headers: lowerCase(headers), body: textOf(body) }).then((answer) => {
      if (answer.thrown) return failed(thrownBy(answer))
      const stream = Readable.from(answer.text === '' ? [] : [Buffer.from(answer.text)])
      stream.statusCode = answer.status
      stream.headers = headersOf(answer)
      callback(stream)
      stream.emit('headers', answer.status, stream.headers, '')
    })
    return request
  }
}

/** Version 2 passes errors with this code on as they are. */
function thrownBy({ thrown: { name, message } }) {
  return Object.assign(new Error(message), { name, code: 'RequestAbortedError' })
}

function headersOf({ headers }) {
  return { 'content-type': 'application/json', ...headers }
}

function lowerCase(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
}

function queryText(query) {
  const pairs = Object.entries(query ?? {})
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

function textOf(body) {
  return body === undefined || body === null ? '' : Buffer.from(body).toString('utf8')
}
