/**
 * The version of the AWS SDK that a package is the clients of: `aws-sdk`, `aws-sdk/clients/sqs`; `@aws-sdk/client-sqs`,
 * `@aws-sdk/lib-dynamodb`. `undefined` for all others, the helpers of the SDK among them.
 */
export function sdkOfClients(specifier: string): 'v2' | 'v3' | undefined {
  if (/^aws-sdk(\/.*)?$/.test(specifier)) return 'v2'
  return /^@aws-sdk\/(client|lib)-[\w-]+$/.test(specifier) ? 'v3' : undefined
}
