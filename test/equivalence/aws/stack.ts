import { withConstructs } from '../../../src/infra/synth/lift'
import { synthesize } from '../../../src/infra/synth/synthesize'
import type { Template } from '../../../src/infra/template'
import { isObject } from '../../../src/load/document'
import { functionOf, type Service, type ServiceFunction } from '../../../src/load/service'

export const ACCOUNT = '000000000000'
export const REGION = 'eu-west-1'

const PSEUDO: Readonly<Record<string, string>> = { Partition: 'aws', Region: REGION, AccountId: ACCOUNT }

/** The stacks of the services as they are deployed: their templates as one, and what references in them stand for. */
export class Stack {
  readonly template: Template

  readonly functions: readonly ServiceFunction[]

  constructor(
    services: readonly Service[],
    /** Where queue URLs point to. */
    private readonly endpoint: () => string,
  ) {
    const templates = services.map((service) => synthesize(service).template)
    const [first] = templates
    if (!first) throw new Error('There must be a service.')
    const resources = templates.flatMap(({ Resources }) => Object.entries(Resources))
    this.template = { ...first, Resources: Object.fromEntries(resources) }
    // with what constructs of Lift tell them
    this.functions = services.flatMap((service) =>
      withConstructs(service).service.functions.filter(({ key }) => functionOf(service, key)),
    )
    if (new Set(this.functions.map(({ key }) => key)).size < this.functions.length) {
      throw new Error('Functions of several services must have different keys.')
    }
  }

  /** Values of references and attributes, as the deployed stack has them. */
  resolve(value: unknown): string {
    if (typeof value === 'string') return value
    if (!isObject(value)) return String(value)
    if (typeof value.Ref === 'string') return this.reference(value.Ref)
    if (Array.isArray(value['Fn::GetAtt'])) return this.arn(String(value['Fn::GetAtt'][0]))
    if (typeof value['Fn::Sub'] === 'string')
      return value['Fn::Sub'].replace(/\$\{AWS::(\w+)\}/g, (_, name: string) => PSEUDO[name] ?? '')
    return `imported:${JSON.stringify(value)}`
  }

  private reference(id: string): string {
    const fn = this.functionOf(id)
    const { Type, Properties } = this.template.Resources[id] ?? {}
    if (Type === 'AWS::SNS::Topic') return this.arn(id)
    if (Type === 'AWS::StepFunctions::StateMachine')
      return `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${this.resolve(Properties?.StateMachineName)}`
    return fn ? fn.name : `${this.endpoint()}/${ACCOUNT}/${id}`
  }

  arn(id: string): string {
    const fn = this.functionOf(id)
    const service = this.template.Resources[id]?.Type === 'AWS::SNS::Topic' ? 'sns' : 'sqs'
    return fn ? this.functionArn(fn) : `arn:aws:${service}:${REGION}:${ACCOUNT}:${id}`
  }

  /** The ARNs of all resources of a type. */
  arns(type: string): string[] {
    return Object.entries(this.template.Resources).flatMap(([id, { Type }]) => (Type === type ? [this.arn(id)] : []))
  }

  functionArn(fn: ServiceFunction): string {
    return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${fn.name}`
  }

  private functionOf(logicalId: string): ServiceFunction | undefined {
    return this.functions.find((fn) => fn.logicalId === logicalId)
  }

  /** The function that `name`, `name:qualifier`, a partial or a whole ARN means. */
  functionNamed(nameOrArn: string): ServiceFunction | undefined {
    const name = nameOrArn
      .split(/(?:^|:)function:/)
      .at(-1)
      ?.split(':')[0]
    // a name with another stage frozen in means the same function here
    return this.functions.find((fn) => fn.name === name || name?.endsWith(`-${fn.key}`))
  }

  /** The function that an event source mapping hands the records of a source to. */
  consumerOf(sourceArn: string): ServiceFunction | undefined {
    const mapping = Object.values(this.template.Resources).find(
      ({ Type, Properties }) =>
        Type === 'AWS::Lambda::EventSourceMapping' && this.resolve(Properties?.EventSourceArn) === sourceArn,
    )
    const target = mapping?.Properties?.FunctionName
    return this.functions.find(({ logicalId }) => JSON.stringify(target)?.includes(logicalId))
  }
}
