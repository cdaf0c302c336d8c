import type { Cases } from '../golden'

const service = (fn: object, more: object = {}) => ({
  service: 'svc',
  plugins: ['serverless-pseudo-parameters'],
  provider: { name: 'aws', runtime: 'nodejs20.x' },
  functions: { fn: { handler: 'index.handler', ...fn } },
  ...more,
})

const environment = {
  ARN: 'arn:aws:sns:#{AWS::Region}:#{AWS::AccountId}:t',
  REFERENCE: '#{Topic}-${x}',
  ESCAPED: '#@{AWS::Region}',
  REGION: 'in eu-west-1',
  SUB: { 'Fn::Sub': '#{AWS::Region}' },
}

/** `#{AWS::Region}`: serverless-pseudo-parameters. */
export const cases: Cases = {
  plain: service({}),
  environment: service({ environment }),
  'regions too': service({ environment }, { custom: { pseudoParameters: { skipRegionReplace: false } } }),
  'no references': service({ environment }, { custom: { pseudoParameters: { allowReferences: false } } }),
  resources: service(
    {},
    {
      resources: {
        Description: '#{AWS::Region}',
        Outputs: { O: { Value: '#{AWS::StackName}' } },
        Resources: { T: { Type: 'AWS::SNS::Topic', Properties: { Names: ['#{AWS::Region}', ['#{X}']], None: null } } },
      },
    },
  ),
}
