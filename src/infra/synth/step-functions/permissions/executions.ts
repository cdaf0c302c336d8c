import { asArray, asObject, type ConfigObject, isObject } from '../../../../load/document'
import { managedRule, type Permission, pseudoArn } from './permission'

const RULE =
  'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule'

/** A task that runs another machine, or a map that runs its own one. */
export function startExecution(action: string, state: ConfigObject): Permission[] {
  const machine =
    state.Mode === 'DISTRIBUTED'
      ? pseudoArn(
          `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${state.StateMachineName}`,
          {},
        )
      : machineArn(state)
  return [
    { action, resource: machine },
    { action: 'states:DescribeExecution,states:StopExecution', resource: executionArn(machine) },
    managedRule(pseudoArn(RULE, {})),
  ]
}

function machineArn(state: ConfigObject): unknown {
  if (state.Arguments) {
    const { StateMachineArn: arn } = asObject(state.Arguments)
    return typeof arn === 'string' && arn.trim().startsWith('{%') ? '*' : arn
  }
  const parameters = asObject(state.Parameters)
  return parameters['StateMachineArn.$'] ? '*' : parameters.StateMachineArn
}

function executionArn(machine: unknown): unknown {
  const replaced = (text: string) => `${text.replace(':stateMachine:', ':execution:')}:*`
  if (machine === '*') return '*'
  if (typeof machine === 'string') return replaced(machine)
  const sub = isObject(machine) ? machine['Fn::Sub'] : undefined
  if (typeof sub === 'string') return pseudoArn(replaced(sub))
  const [text, variables] = asArray(sub)
  return typeof text === 'string' ? pseudoArn(replaced(text), asObject(variables)) : '*'
}
