import { synthesize } from '../../../src/infra/synth/synthesize'
import type { Template } from '../../../src/infra/template'
import { isObject } from '../../../src/load/document'
import type { Service, ServiceFunction } from '../../../src/load/service'

export const ACCOUNT = '000000000000'
export const REGION = 'eu-west-1'

const PSEUDO: Readonly<Record<string, string>> = { Partition: 'aws', Region: REGION, AccountId: ACCOUNT }

/** The stack of a service as it is deployed: its template, and what references in it stand for. */
export class Stack {
  readonly template: Template

  constructor(
    readonly service: Service,
    /** Where queue URLs point to. */
    private readonly endpoint: () => string,
  ) {
    this.template = synthesize(service).template
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
    return fn ? fn.name : `${this.endpoint()}/${ACCOUNT}/${id}`
  }

  arn(id: string): string {
    const fn = this.functionOf(id)
    return fn ? this.functionArn(fn) : `arn:aws:sqs:${REGION}:${ACCOUNT}:${id}`
  }

  functionArn(fn: ServiceFunction): string {
    return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${fn.name}`
  }

  private functionOf(logicalId: string): ServiceFunction | undefined {
    return this.service.functions.find((fn) => fn.logicalId === logicalId)
  }

  /** The function that `name`, `name:qualifier`, a partial or a whole ARN means. */
  functionNamed(nameOrArn: string): ServiceFunction | undefined {
    const name = nameOrArn
      .split(/(?:^|:)function:/)
      .at(-1)
      ?.split(':')[0]
    // a name with another stage frozen in means the same function here
    return this.service.functions.find((fn) => fn.name === name || name?.endsWith(`-${fn.key}`))
  }

  /** The function that an event source mapping hands the records of a source to. */
  consumerOf(sourceArn: string): ServiceFunction | undefined {
    const mapping = Object.values(this.template.Resources).find(
      ({ Type, Properties }) =>
        Type === 'AWS::Lambda::EventSourceMapping' && this.resolve(Properties?.EventSourceArn) === sourceArn,
    )
    const target = mapping?.Properties?.FunctionName
    return this.service.functions.find(({ logicalId }) => JSON.stringify(target)?.includes(logicalId))
  }
}
