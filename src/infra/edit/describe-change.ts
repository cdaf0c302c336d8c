import type { ConfigPath } from '../../load/document'
import type { InfraChange } from './change'
import { renderYaml } from './yaml-render'
import type { YamlStyle } from './yaml-style'

const STYLE: YamlStyle = {
  eol: '\n',
  indent: 2,
  indentSequences: true,
  quote: 'single',
  intrinsics: 'short',
  flowPadding: true,
}

/** A change in words, with its value as YAML: for people who have to make it by hand. */
export function describeChange(change: InfraChange): string {
  switch (change.kind) {
    case 'add-resource':
      return `add the resource ${change.logicalId}: ${yaml(change.resource)}`
    case 'set-environment':
      return `give "${change.function}" the variable ${change.name}: ${yaml(change.value)}`
    case 'allow':
      return `allow "${change.function}" ${change.action} on ${yaml(change.resource)}`
    case 'add-event':
      return `give "${change.function}" the event ${yaml(change.event)}`
    case 'add-state-machine':
      return `add the state machine "${change.key}"`
    case 'add-plugin':
      return `add the plugin ${change.name}`
    case 'remove-function':
      return `remove the function "${change.function}"`
    case 'remove-environment':
      return `take the variable ${change.name} from "${change.function}"`
    case 'revoke-invoke':
      return `take the permission to invoke ${change.callee ?? 'functions'} from "${change.function}"`
  }
}

function yaml(value: unknown): string {
  return renderYaml(value, STYLE, true)
}

/** The part of the configuration that a change is about, for messages. */
export function changedPath(change: InfraChange): ConfigPath {
  switch (change.kind) {
    case 'add-resource':
      return ['resources', 'Resources']
    case 'add-state-machine':
      return ['stepFunctions', 'stateMachines']
    case 'add-plugin':
      return ['plugins']
    case 'set-environment':
    case 'remove-environment':
      return ['functions', change.function, 'environment']
    case 'add-event':
      return ['functions', change.function, 'events']
    case 'remove-function':
      return ['functions', change.function]
    case 'allow':
    case 'revoke-invoke':
      return ['provider', 'iam', 'role', 'statements']
  }
}
