import { asObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { flag, record, text } from '../shape'
import type { EventType } from './event'
import { aliasId, permission, targetArn } from './target'

/** Source: `compile/events/iot-fleet-provisioning.js` of osls 4.3.1. */
export const iotFleetProvisioning: EventType = {
  type: 'iotFleetProvisioning',
  shape: record({ enabled: flag, templateName: text }),
  compile(builder, events) {
    for (const { fn, event } of events) {
      const { enabled, provisioningRoleArn, templateBody, templateName } = asObject(event)
      const permissionId = `${normalizedName(fn.key)}LambdaPermissionIotProvisioningTemplate`
      const alias = aliasId(fn)
      builder.add(`${normalizedName(fn.key)}IotProvisioningTemplate`, {
        Type: 'AWS::IoT::ProvisioningTemplate',
        Properties: {
          Enabled: enabled === undefined ? true : enabled,
          PreProvisioningHook: { TargetArn: targetArn(fn) },
          ProvisioningRoleArn: provisioningRoleArn,
          TemplateBody: JSON.stringify(templateBody),
          ...(templateName ? { TemplateName: templateName } : {}),
        },
        DependsOn: [permissionId, ...(alias === undefined ? [] : [alias])],
      })
      builder.add(permissionId, permission(fn, 'iot.amazonaws.com', {}))
    }
  },
}
