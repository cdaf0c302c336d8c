/* What can be known of an event loop from inside: whether anything is under way that no function of ours counts. */

/** One turn of the loop: what is ready by then has run. */
exports.turn = function turn() {
  return new Promise((resolve) => setImmediate(resolve))
}

/**
 * Whether a request to the system is open: an SDK reads files with configuration before its first request leaves. All kinds
 * count, the closing of a file too (`CloseReq`): under load that takes thousands of turns.
 */
exports.isReading = function isReading() {
  return process.getActiveResourcesInfo().some((name) => name.includes('Req'))
}
