const base = require('../../jest.config')

/** The full comparison with the packager: `npm run test:oracle`. */
module.exports = { ...base, rootDir: '../..', testMatch: ['**/test/oracle/*.oracle.ts'], testTimeout: 1_800_000 }
