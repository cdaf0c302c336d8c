import { asObject, type ConfigObject } from '../../../../load/document'
import type { Service } from '../../../../load/service'
import { either, flag, list, map, number, record, text } from '../../shape'

const listOfText = list(text)

const shape = record({
  authorizers: map(
    record({
      type: text,
      name: text,
      functionName: text,
      managedExternally: flag,
      resultTtlInSeconds: number,
      enableSimpleResponses: flag,
    }),
  ),
  cors: either(
    flag,
    record({
      allowCredentials: flag,
      allowedHeaders: listOfText,
      allowedMethods: listOfText,
      allowedOrigins: listOfText,
      exposedResponseHeaders: listOfText,
      maxAge: number,
    }),
  ),
  name: text,
  description: text,
  payload: text,
  metrics: flag,
  disableDefaultEndpoint: flag,
  shouldStartNameWithService: flag,
})

/** `provider.httpApi`. */
export function httpApiSettings({ data }: Service): ConfigObject {
  return asObject(shape(asObject(data.provider).httpApi))
}
