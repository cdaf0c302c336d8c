/** Variables of a scope: those of the scopes around can be read, and are as they were when it began. */
export class Variables {
  private readonly own: Record<string, unknown> = {}

  constructor(private readonly outer: Readonly<Record<string, unknown>> = {}) {}

  /** All that can be read. */
  get all(): Record<string, unknown> {
    return { ...this.outer, ...this.own }
  }

  assign(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      if (Object.hasOwn(this.outer, name)) throw new Error(`"${name}" is a variable of the scope around.`)
      this.own[name] = value
    }
  }
}
