import type { TemplateBuilder } from '../builder'
import type { EventCompiler } from './event'
import { eventBridge } from './event-bridge'
import { http } from './http'
import { httpApi } from './http-api'
import { schedule } from './schedule'
import { sns } from './sns'
import { sqs } from './sqs'

/** Event types in the order in which the packager compiles them (`lib/plugins/index.js` of osls 4.3.1). */
const compilers: readonly (readonly [string, EventCompiler])[] = [
  ['schedule', schedule],
  ['http', http],
  ['sns', sns],
  ['eventBridge', eventBridge],
  ['sqs', sqs],
  ['httpApi', httpApi],
]

const known = new Set(compilers.map(([type]) => type))

/** Adds the resources of all events; types that are not compiled leave a note. */
export function addEvents(builder: TemplateBuilder): void {
  for (const [type, compile] of compilers) {
    for (const fn of builder.service.functions) {
      let ordinal = 0
      fn.events.forEach((entry, index) => {
        if (!(type in entry)) return
        ordinal++
        compile({ builder, fn, event: entry[type], position: index + 1, ordinal })
      })
    }
  }
  for (const fn of builder.service.functions) {
    fn.events.forEach((entry, index) => {
      const type = Object.keys(entry).find((name) => !known.has(name))
      if (type !== undefined)
        builder.note(`Events of the type "${type}" are not compiled.`, ['functions', fn.key, 'events', index])
    })
  }
}
