import { definitionFaults, substitutionFaults } from '../src/infra/check/state-machine/definition'
import { synthesize } from '../src/infra/synth/synthesize'
import { analyze } from '../src/plan/analyze'
import { definitionOf } from './differential/compile'
import { BROKEN, GOOD, type Json } from './support/definitions'
import { fixtures, workspaceOf } from './support/fixtures'
import { SAMPLES } from './support/sample-machines'

const copy = (machine: Json): Json => JSON.parse(JSON.stringify(machine))

test('there is nothing wrong with a good definition', () => {
  expect(definitionFaults(GOOD)).toEqual([])
})

test.each(BROKEN)('%s: %s', (_, rule, damage) => {
  const machine = copy(GOOD)
  damage(machine)
  expect(definitionFaults(machine)).toContainEqual(expect.objectContaining({ rule }))
})

test('"${" in a literal is a substitution for CloudFormation', () => {
  const machine = copy(GOOD)
  machine.States.Done.Output = "{% 'a ${b}' %}"
  expect(substitutionFaults(machine)).toEqual([expect.objectContaining({ path: ['States', 'Done', 'Output'] })])
  expect(substitutionFaults(GOOD)).toEqual([])
})

test('a fault has the place where it stands', () => {
  const machine = copy(GOOD)
  machine.States.Both.Branches[0].States.Paid.Output = '{% $nothing %}'
  expect(definitionFaults(machine)).toEqual([
    expect.objectContaining({ path: ['States', 'Both', 'Branches', 0, 'States', 'Paid', 'Output'] }),
  ])
})

test('nothing is wrong with the machines of any fixture', () => {
  const machines = fixtures().flatMap(({ name, expected }) => {
    if (!expected?.['serverless.yml']?.includes('stateMachines')) return []
    return analyze(workspaceOf(expected)).services.flatMap((service) =>
      Object.values(synthesize(service).template.Resources).flatMap(({ Type, Properties }) =>
        Type === 'AWS::StepFunctions::StateMachine'
          ? [{ name, definition: definitionOf(Properties?.DefinitionString) }]
          : [],
      ),
    )
  })
  expect(machines.length).toBeGreaterThan(10)
  for (const { name, definition } of machines) {
    expect({ name, faults: definitionFaults(definition) }).toEqual({ name, faults: [] })
  }
})

test.each(Object.entries(SAMPLES))('nothing is wrong with %s', (_, definition) => {
  expect(definitionFaults(definition)).toEqual([])
})
