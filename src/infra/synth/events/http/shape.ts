import { asIs, either, flag, list, map, number, record, text } from '../../shape'

const parameters = map(either(flag, record({ required: flag })))

/** How an http event may be written. Source: the schema in `compile/events/api-gateway/index.js` of osls 4.3.1. */
export const httpShape = either(
  text,
  record({
    async: flag,
    authorizer: either(
      text,
      record({
        claims: list(text),
        identitySource: text,
        identityValidationExpression: text,
        managedExternally: flag,
        name: text,
        resultTtlInSeconds: number,
        scopes: list(either(text, asIs)),
        type: text,
      }),
    ),
    connectionType: text,
    cors: either(
      flag,
      record({
        allowCredentials: flag,
        cacheControl: text,
        headers: list(text),
        maxAge: number,
        methods: list(),
        origin: text,
        origins: list(text),
      }),
    ),
    integration: text,
    method: text,
    operationId: text,
    path: text,
    private: flag,
    request: record({
      method: text,
      parameters: record({ querystrings: parameters, headers: parameters, paths: parameters }),
      schemas: map(either(text, asIs)),
      template: map((value) => (value === null ? value : text(value))),
      uri: either(text, asIs),
    }),
    response: record({
      headers: map(text),
      template: text,
      transferMode: text,
      statusCodes: map(record({ headers: map(text), pattern: text, template: either(text, map(text)) })),
    }),
    timeoutInMillis: number,
  }),
)
