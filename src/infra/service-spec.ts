import type * as Spec from '@aws-cdk/aws-service-spec'

/** The schema of a type of resource, as far as it is used here. */
export interface ResourceSpec {
  readonly isStateful?: boolean
  /** Attributes that `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, unknown>>
  readonly properties: PropertySpecs
}

export type PropertySpecs = Readonly<Record<string, PropertySpec>>

export interface PropertySpec {
  readonly required?: boolean
  readonly type: TypeSpec
}

export type TypeSpec =
  | { readonly type: 'array' | 'map'; readonly element: TypeSpec }
  | { readonly type: 'union'; readonly types: readonly TypeSpec[] }
  | { readonly type: 'ref'; readonly reference: { readonly $ref: string } }
  | {
      readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'json' | 'date-time' | 'null' | 'tag'
    }

type Database = ReturnType<typeof Spec.loadAwsServiceSpecSync>

let loaded: Database | undefined

/**
 * AWS's resource schemas, read on first use, which takes a second. The diff library would read them once more for itself
 * when it first compares something: it is given these.
 */
export function loadServiceSpec(): Database {
  if (loaded) return loaded
  const spec = require('@aws-cdk/aws-service-spec') as typeof Spec
  const database = spec.loadAwsServiceSpecSync()
  loaded = database
  Object.assign(spec, { loadAwsServiceSpecSync: () => database })
  return database
}

/** The schema of a type; `undefined` for custom resources and for what is newer than the schemas. */
export function resourceSpec(type: string): ResourceSpec | undefined {
  return loadServiceSpec().lookup('resource', 'cloudFormationType', 'equals', type)[0]
}

/** The members of a map that a property has for its value. */
export function memberSpecs({ $ref }: { readonly $ref: string }): PropertySpecs {
  return loadServiceSpec().get('typeDefinition', $ref).properties
}
