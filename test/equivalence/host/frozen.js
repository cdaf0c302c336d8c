/** Time stands still and chance gives always the same: before and after must not differ by them. */
const NOW = Date.UTC(2024, 0, 15, 12, 30)

exports.freezeTime = function freezeTime() {
  const RealDate = Date
  globalThis.Date = class FrozenDate extends RealDate {
    constructor(...args) {
      if (args.length === 0) super(NOW)
      else super(...args)
    }

    static now() {
      return NOW
    }
  }
  Object.defineProperty(globalThis.Date, 'name', { value: 'Date' })
  Math.random = () => 0.5
  const uuid = () => '00000000-0000-4000-8000-000000000000'
  globalThis.crypto.randomUUID = uuid
  require('node:crypto').randomUUID = uuid
}
