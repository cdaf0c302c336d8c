import { asObject } from '../../../../load/document'
import { sub } from '../../../template'
import { asIs, either, list, record, text } from '../../shape'
import type { EventType } from '../event'
import { allow } from '../event-source-mapping'
import { addApi, apiIdOf } from './api'
import { addAuthorizer, addAuthorizerPermission, authorizerOf } from './authorizer'
import { addDeployment } from './deployment'
import { addIntegration, addPermission, addRoute, addRouteResponse, type WebsocketEvent } from './route'

/** Source: `compile/events/websockets` of osls 4.3.1. */
export const websocket: EventType = {
  type: 'websocket',
  shape: either(
    text,
    record({
      route: text,
      authorizer: either(text, record({ name: text, arn: asIs, identitySource: list(text) })),
    }),
  ),
  compile(builder, entries) {
    if (entries.length === 0) return
    const apiId = apiIdOf(builder.service)
    const events = entries.map(({ fn, event }): WebsocketEvent => {
      const options = typeof event === 'string' ? { route: event } : asObject(event)
      return { fn, options, authorizer: authorizerOf(builder, options.authorizer) }
    })
    if (addApi(builder)) {
      const connections = sub('arn:${AWS::Partition}:execute-api:*:*:*/@connections/*')
      builder.grant(allow(['execute-api:ManageConnections'], [connections]))
    }
    // the deployment is named by a hash of what follows, in this order
    for (const event of events) addIntegration(builder, apiId, event)
    for (const event of events) addRouteResponse(builder, apiId, event)
    for (const { authorizer } of events) addAuthorizer(builder, apiId, authorizer)
    for (const event of events) {
      addPermission(builder, apiId, event)
      addAuthorizerPermission(builder, apiId, event.authorizer)
    }
    for (const event of events) addRoute(builder, apiId, event)
    addDeployment(builder, events)
  },
}
