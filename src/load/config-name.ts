/** Names of service configurations: `serverless.yml`, `serverless.ts`, `serverless.aws.yml`… */
export const CONFIG_NAME = /^serverless(\.[\w-]+)?\.(ya?ml|json|[cm]?[jt]s)$/
