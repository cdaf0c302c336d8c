import { asObject } from '../../../load/document'
import { alphanumericName, normalizedName } from '../../../load/naming'
import { getAtt } from '../../template'
import { flag, record, text } from '../shape'
import { addExistingPools } from './cognito-existing'
import { type EventEntry, type EventType, textOf } from './event'
import { aliasId, permission, targetArn } from './target'

/** Triggers whose function sends the messages itself, with a key. */
export const CUSTOM_SENDERS: readonly unknown[] = ['CustomSMSSender', 'CustomEmailSender']

/** Source: `compile/events/cognito-user-pool.js` of osls 4.3.1. */
export const cognitoUserPool: EventType = {
  type: 'cognitoUserPool',
  shape: record({ pool: text, existing: flag, forceDeploy: flag }),
  compile(builder, events) {
    const isExisting = ({ event }: EventEntry) => Boolean(asObject(event).existing)
    const own = events.filter((entry) => !isExisting(entry))
    const poolOf = ({ event }: EventEntry) => textOf(asObject(event).pool)
    for (const pool of new Set(own.map(poolOf))) {
      const triggers = own.filter((entry) => poolOf(entry) === pool)
      const id = `CognitoUserPool${alphanumericName(pool)}`
      builder.add(id, {
        Type: 'AWS::Cognito::UserPool',
        Properties: {
          UserPoolName: pool,
          LambdaConfig: Object.assign({}, ...triggers.map(lambdaConfig)),
        },
        DependsOn: triggers.map(({ fn }) => aliasId(fn) ?? fn.logicalId),
      })
      for (const { fn, event } of triggers) {
        const source = alphanumericName(textOf(asObject(event).trigger))
        builder.add(
          `${normalizedName(fn.key)}LambdaPermissionCognitoUserPool${alphanumericName(pool)}TriggerSource${source}`,
          permission(fn, 'cognito-idp.amazonaws.com', { SourceArn: getAtt(id) }),
        )
      }
    }
    addExistingPools(builder, events.filter(isExisting))
  },
}

function lambdaConfig({ fn, event }: EventEntry): Record<string, unknown> {
  const { trigger, kmsKeyId, lambdaVersion } = asObject(event)
  const LambdaArn = targetArn(fn)
  if (CUSTOM_SENDERS.includes(trigger)) {
    return { [textOf(trigger)]: { LambdaArn, LambdaVersion: lambdaVersion || 'V1_0' }, KMSKeyID: kmsKeyId }
  }
  if (trigger === 'PreTokenGeneration' && lambdaVersion) {
    return { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: lambdaVersion } }
  }
  return { [textOf(trigger)]: LambdaArn }
}
