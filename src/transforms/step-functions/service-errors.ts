/**
 * Errors of a call itself, by the names that the SDK gives them. Source: the API reference of Lambda, "Invoke", Errors. Step
 * Functions tells each of them with the prefix `Lambda.`; those that the API does not declare (`AccessDeniedException`) come
 * as `Lambda.AWSLambdaException`.
 */
const DECLARED = new Set([
  'EC2AccessDeniedException',
  'EC2ThrottledException',
  'EC2UnexpectedException',
  'EFSIOException',
  'EFSMountConnectivityException',
  'EFSMountFailureException',
  'EFSMountTimeoutException',
  'ENILimitReachedException',
  'InvalidParameterValueException',
  'InvalidRequestContentException',
  'InvalidRuntimeException',
  'InvalidSecurityGroupIDException',
  'InvalidSubnetIDException',
  'InvalidZipFileException',
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSInvalidStateException',
  'KMSNotFoundException',
  'RecursiveInvocationException',
  'RequestTooLargeException',
  'ResourceConflictException',
  'ResourceNotFoundException',
  'ResourceNotReadyException',
  'SerializedRequestEntityTooLargeException',
  'ServiceException',
  'SnapStartException',
  'SnapStartNotReadyException',
  'SnapStartTimeoutException',
  'SubnetIPAddressLimitReachedException',
  'TooManyRequestsException',
  'UnsupportedMediaTypeException',
])

/** Before the name of an error of a call itself, in a state machine. */
export const SERVICE_PREFIX = 'Lambda.'

/** What `ErrorEquals` says for a name that the code asks for: a function may throw it, and so may its call. */
export function errorNames(name: string): string[] {
  return DECLARED.has(name) ? [name, `${SERVICE_PREFIX}${name}`] : [name]
}
