import { asArray, asObject, type ConfigObject } from '../../../load/document'
import { getAtt, type Resource, ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { definitionString, withQueryLanguage } from './definition'
import { stateMachineLogicalId } from './names'

export function addStateMachine(builder: TemplateBuilder, key: string, machine: ConfigObject): void {
  const id = stateMachineLogicalId(key, machine)
  const settings = asObject(builder.service.data.stepFunctions)
  const validated = settings.validate ? withQueryLanguage(machine.definition) : machine.definition
  const definition = definitionString(builder, validated)
  const ownRole = machine.role ? [] : [`${id}Role`]
  const tags = tagsOf(builder, machine)
  builder.add(id, {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      DefinitionString: machine.useExactVersion === true ? withVersions(builder, definition) : definition,
      RoleArn: machine.role || getAtt(`${id}Role`),
      ...(machine.type !== undefined && { StateMachineType: machine.type }),
      ...loggingConfiguration(machine),
      ...(machine.tracingConfig
        ? { TracingConfiguration: { Enabled: asFlag(asObject(machine.tracingConfig).enabled) } }
        : {}),
      ...encryptionConfiguration(machine),
      ...(tags.length > 0 && { Tags: tags }),
      ...(machine.name ? { StateMachineName: machine.name } : {}),
    },
    DependsOn: [...ownRole, ...[machine.dependsOn ?? []].flat().map(String)],
    ...(machine.retain ? { DeletionPolicy: 'Retain' } : {}),
  } satisfies Resource)
  if (settings.noOutput !== true) {
    builder.output(`${id}Arn`, { Description: 'Current StateMachine Arn', Value: ref(id) })
  }
}

/** The plugin reads `'true'` as `true`. */
function asFlag(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}

function tagsOf(builder: TemplateBuilder, machine: ConfigObject): { Key: string; Value: string }[] {
  const list = (tags: unknown) =>
    Object.entries(asObject(tags)).map(([Key, Value]) => ({ Key, Value: `${Value || ''}` }))
  const shared = machine.inheritGlobalTags === false ? {} : asObject(builder.service.data.provider).tags
  return [...list(shared), ...list(machine.tags)]
}

function loggingConfiguration({ loggingConfig }: ConfigObject): Record<string, unknown> {
  if (!loggingConfig) return {}
  const { level, includeExecutionData, destinations } = asObject(loggingConfig)
  const arns = asArray(destinations)
  return {
    LoggingConfiguration: {
      Level: level ?? 'OFF',
      IncludeExecutionData: asFlag(includeExecutionData),
      ...(arns.length > 0 && {
        Destinations: arns.map((LogGroupArn) => ({ CloudWatchLogsLogGroup: { LogGroupArn } })),
      }),
    },
  }
}

function encryptionConfiguration({ encryptionConfig }: ConfigObject): Record<string, unknown> {
  if (!encryptionConfig) return {}
  const { KmsDataKeyReusePeriodSeconds: seconds, KmsKeyId: key, Type: type } = asObject(encryptionConfig)
  return {
    EncryptionConfiguration: {
      KmsDataKeyReusePeriodSeconds: Number(seconds ?? 900),
      KmsKeyId: { 'Fn::Sub': key ?? '' },
      Type: type ?? 'AWS_OWNED_KEY',
    },
  }
}

/** Functions that have a version, by that. */
function withVersions(builder: TemplateBuilder, definition: unknown): unknown {
  const [text, variables] = asArray(asObject(definition)['Fn::Sub'])
  if (variables === undefined) return definition
  const versions = new Map(
    Object.entries(builder.resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Version')
      .map(([id, { Properties }]) => [asObject(Properties?.FunctionName).Ref, id]),
  )
  const exact = Object.entries(asObject(variables)).map(([name, value]) => {
    const [attribute] = asArray(asObject(value)['Fn::GetAtt'])
    const target = asObject(value).Ref ?? attribute
    const version = builder.resources[String(target)]?.Type === 'AWS::Lambda::Function' && versions.get(target)
    return [name, version ? ref(version) : value]
  })
  return { 'Fn::Sub': [text, Object.fromEntries(exact)] }
}
