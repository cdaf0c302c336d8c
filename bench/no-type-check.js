/* Loaded before a plan: leaves the compiler's look at rewritten files out, to measure what that costs. */
const { TypeGuard } = require('../dist/plan/type-check/retype')

TypeGuard.prototype.firstFault = () => undefined
