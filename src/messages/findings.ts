/** What may be wrong with a template: `infra[].findings[].code` of a plan. One section a code in `docs/findings.md`. */
export const findings = {
  'batch-settings': 'An event source mapping has batch settings that Lambda does not take.',
  'circular-reference': 'Resources wait for each other in a circle.',
  'dangling-reference': 'A reference names something that does not exist.',
  'duplicate-logical-id': 'Two parts of the configuration come to the same logical id.',
  'export-in-use': 'An export goes or changes while another service of the repository imports it.',
  'fifo-mismatch': 'A FIFO queue or topic is combined with something that takes no FIFO.',
  'literal-in-sub': 'A `Fn::Sub` takes a piece of plain text for a reference.',
  'missing-property': 'A resource lacks a property that its type requires.',
  'name-too-long': 'A physical name is longer than its service takes.',
  'name-still-used': 'Something still names a function that goes.',
  'physical-name-taken': 'A resource is created under a physical name that another one still has.',
  'policy-too-large': 'The inline policies of a role are larger than IAM takes.',
  'retention-weakened': 'A resource that holds data is kept or backed up less than before.',
  'state-machine': 'Step Functions refuses a definition, or every execution that gets there fails.',
  'too-many-resources': 'A template has more resources than CloudFormation takes.',
  'unknown-attribute': 'A `Fn::GetAtt` asks for an attribute that the type does not have.',
  'unknown-property': 'A resource has a property that its type does not know.',
  validator: "AWS's own validator reports an error (`--validate`).",
  'visibility-below-timeout': 'A queue hands a message out again while its function may still be at work.',
  'wrong-type': 'A property has a value of another type than its schema says.',
} as const

export type FindingCode = keyof typeof findings
