/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/fixtures', '<rootDir>/dist', '<rootDir>/.tmp'],
  testTimeout: 60_000,
  // tests that run at once: one for each core of a small machine
  maxConcurrency: 2,
}
