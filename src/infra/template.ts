/** A CloudFormation template as data. */
export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09'
  readonly Description: string
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs: Readonly<Record<string, Output>>
  /** `Conditions`, `Parameters`, `Mappings`… of the service's own `resources`. */
  readonly [section: string]: unknown
}

export interface Resource {
  Type: string
  Properties?: Record<string, unknown>
  DependsOn?: string | string[]
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
  Condition?: string
  [attribute: string]: unknown
}

export interface Output {
  readonly Description?: string
  readonly Value: unknown
  readonly Condition?: string
  readonly Export?: { readonly Name: unknown }
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly [key: string]: unknown
}

export function ref(logicalId: string): { Ref: string } {
  return { Ref: logicalId }
}

export function getAtt(logicalId: string, attribute = 'Arn'): { 'Fn::GetAtt': [string, string] } {
  return { 'Fn::GetAtt': [logicalId, attribute] }
}

export function joinAll(separator: string, parts: readonly unknown[]): { 'Fn::Join': [string, readonly unknown[]] } {
  return { 'Fn::Join': [separator, parts] }
}

export function sub(template: string): { 'Fn::Sub': string } {
  return { 'Fn::Sub': template }
}

/** `arn:<partition>:…` built from pseudo parameters. */
export function arnOf(...parts: readonly unknown[]): unknown {
  return joinAll('', ['arn:', ref('AWS::Partition'), ...parts])
}
