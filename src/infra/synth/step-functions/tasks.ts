import { asArray, asObject, type ConfigObject, isObject } from '../../../load/document'

/** Everything in a definition that calls something: tasks, nested ones too, readers and writers of maps. */
export function taskStates(definition: unknown, machineName: string): ConfigObject[] {
  const statesOf = (part: unknown): ConfigObject[] => Object.values(asObject(asObject(part).States)).filter(isObject)
  const tasksOf = (state: ConfigObject): ConfigObject[] => {
    if (state.Type === 'Task') return [state]
    if (state.Type === 'Parallel') return asArray(state.Branches).flatMap(statesOf).flatMap(tasksOf)
    if (state.Type !== 'Map') return []
    const { Mode: mode } = asObject(asObject(state.ItemProcessor).ProcessorConfig)
    return [
      ...statesOf(state.ItemProcessor || state.Iterator).flatMap(tasksOf),
      // a distributed map runs itself
      ...(mode === 'DISTRIBUTED'
        ? [{ Resource: 'arn:aws:states:::states:startExecution', Mode: mode, StateMachineName: machineName }]
        : []),
      ...[state.ItemReader, state.ResultWriter].filter(isObject),
    ]
  }
  return statesOf(definition).flatMap(tasksOf)
}
