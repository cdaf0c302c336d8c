const TEST_FILE =
  /(^|\/)(__tests__|__mocks__|tests?|specs?|e2e|cypress)\/|[.-]((unit|int|integration|functional|acceptance|e2e)-?)?(tests?|spec|cy)\.[cm]?[jt]sx?$/i

/** Whether a file is a test, by its name or folder. */
export function isTestFile(file: string): boolean {
  return TEST_FILE.test(file)
}
