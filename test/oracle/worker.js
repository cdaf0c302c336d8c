/**
 * Packages services with osls, one after the other, in a process of its own: osls changes how modules are resolved, and
 * starting it takes 1.5 s. It reads `{ id, folder, filename, options, relaxed,
 * resolved }` from its parent and answers `{ id, template }`
 * or `{ id, error }`. What would make the same service come out differently twice is fixed: the hash of the archive, its
 * key, and the number of the deployment. No archive is made, nothing is uploaded, and there is no network.
 */
const { mkdirSync, writeFileSync } = require('node:fs')
const { Socket } = require('node:net')
const { join } = require('node:path')

const ARTIFACT_HASH = 'ARTIFACT_HASH'

Socket.prototype.connect = () => {
  throw new Error('the oracle has no network')
}

const osls = (path) => require(`osls/lib/${path}`)
stub('utils/get-hash-for-file-path', async () => ARTIFACT_HASH)

function stub(path, exports) {
  const filename = require.resolve(`osls/lib/${path}`)
  require.cache[filename] = { id: filename, filename, loaded: true, exports, children: [], paths: [] }
}

Object.assign(osls('plugins/aws/package/lib/generate-artifact-directory-name'), {
  generateArtifactDirectoryName() {
    const { service } = this.serverless
    service.package.artifactDirectoryName = `${this.provider.getDeploymentPrefix()}/${service.service}/${this.provider.getStage()}`
  },
})
// asks CloudFormation whether the layer is there already
osls('plugins/aws/package/compile/layers').prototype.compareWithLastLayer = async () => {}

const Serverless = osls('serverless')
const readConfiguration = osls('configuration/read')
const resolveMeta = osls('configuration/variables/resolve-meta')
const resolveVariables = osls('configuration/variables/resolve')
const addPluginSources = osls('configuration/variables/sources/resolve-external-plugin-sources')

async function packageService({ folder, filename, options, relaxed, resolved }) {
  process.chdir(folder)
  const configuration = await readConfiguration(join(folder, filename))
  if (relaxed) relax(configuration)
  const variablesMeta = resolved ? new Map() : resolveMeta(configuration)
  failOn(variablesMeta)
  const sources = variableSources()
  const resolve = (serverless) => {
    const all = { ...sources, ...instanceSources(serverless) }
    const fulfilledSources = new Set(Object.keys(all))
    const resolution = { serviceDir: folder, configuration, variablesMeta, sources: all, options, fulfilledSources }
    if (serverless) addPluginSources(configuration, resolution, serverless.pluginManager.externalPlugins)
    return resolveVariables(resolution)
  }
  await resolve(undefined)
  failOn(variablesMeta)
  const serverless = new Serverless({
    configuration,
    serviceDir: folder,
    configurationFilename: filename,
    commands: ['package'],
    command: 'package',
    options,
    variablesMeta,
  })
  forgetLift()
  await serverless.init()
  serverless.instanceId = ''
  await resolve(serverless)
  failOn(variablesMeta)
  if (variablesMeta.size > 0) throw new Error(`unresolved variables: ${[...variablesMeta.keys()].join(', ')}`)
  for (const when of ['before:', '', 'after:']) {
    delete serverless.pluginManager.hooks[`${when}package:createDeploymentArtifacts`]
  }
  delete serverless.pluginManager.hooks['aws:common:moveArtifactsToPackage:move']
  emptyLayerArchives(folder, configuration)
  await serverless.run()
  return serverless.service.provider.compiledCloudFormationTemplate
}

function variableSources() {
  const source = (name) => osls(`configuration/variables/sources/${name}`)
  return {
    env: source('env'),
    file: source('file'),
    opt: source('opt'),
    self: source('self'),
    strToBool: source('str-to-bool'),
  }
}

function instanceSources(serverless) {
  if (!serverless) return {}
  const source = (name) => osls(`configuration/variables/sources/instance-dependent/${name}`)(serverless)
  return { sls: source('get-sls'), param: source('param'), aws: source('get-aws') }
}

function failOn(variablesMeta) {
  for (const { error } of variablesMeta.values()) if (error) throw error
}

/** Leaves out what keeps a service of another version of the framework from being packaged, but not from being compiled. */
function relax(configuration) {
  for (const name of ['frameworkVersion', 'org', 'app', 'tenant', 'build', 'stages', 'outputs'])
    delete configuration[name]
  if (configuration.service && typeof configuration.service === 'object')
    configuration.service = configuration.service.name
  configuration.configValidationMode = 'off'
  if (Array.isArray(configuration.plugins)) configuration.plugins = configuration.plugins.filter(isInstalled)
}

/** A plugin that the comparison is about. */
function isInstalled(plugin) {
  return [
    'serverless-iam-roles-per-function',
    'serverless-step-functions',
    'serverless-lift',
    'serverless-pseudo-parameters',
  ].includes(plugin)
}

/** Its schema grows with every service, and with it the validator that osls compiles from it. */
function forgetLift() {
  for (const file of Object.keys(require.cache))
    if (/serverless-lift.dist.src.plugin\.js$/.test(file)) delete require.cache[file]
}

/** Their hash is part of what is compiled, and there is nothing to pack. */
function emptyLayerArchives(folder, { layers }) {
  const names = layers && typeof layers === 'object' && !Array.isArray(layers) ? Object.keys(layers) : []
  if (names.length === 0) return
  const { cleanupTempDir } = osls('plugins/aws/common/lib/cleanup-temp-dir')
  if (typeof cleanupTempDir !== 'function') throw new Error('osls has another layout')
  mkdirSync(join(folder, '.serverless'), { recursive: true })
  for (const name of names) writeFileSync(join(folder, '.serverless', `${name}.zip`), '')
}

osls('plugins/aws/common/lib/cleanup-temp-dir').cleanupTempDir = () => {}

process.on('message', async ({ id, ...request }) => {
  try {
    process.send({ id, template: JSON.parse(JSON.stringify(await packageService(request))) })
  } catch (error) {
    process.send({ id, error: String(error?.message ?? error) })
  }
})
process.on('disconnect', () => process.exit())
