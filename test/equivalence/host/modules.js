const { createRequire } = require('node:module')
const path = require('node:path')
const vm = require('node:vm')
const { prepareV2 } = require('./transport')

const packages = createRequire(__filename)

/** Where the files of a service seem to lie. */
const ROOT = '/var/task'

const compiled = new WeakMap()

/** Compiles a file once for all environments of a service. */
function compile(modules, file, names) {
  const functions = compiled.get(modules) ?? new Map()
  compiled.set(modules, functions)
  if (!functions.has(file))
    functions.set(file, vm.compileFunction(modules[file], names, { filename: `${ROOT}/${file}` }))
  return functions.get(file)
}

/**
 * Loads the files of a service from memory, as CommonJS, with globals of their own; packages are those of this repository.
 * @returns `require` for an absolute path below ROOT; it has `has` to ask for a file.
 */
exports.loadModules = function loadModules(modules, { globals, fault, returned }) {
  const cache = new Map()
  const find = (base) =>
    [base, `${base}.js`, `${base}.json`, `${base}/index.js`].find((file) => modules[file] !== undefined)

  const load = (file) => {
    const known = cache.get(file)
    if (known) return known.exports
    const module = { exports: {}, id: file, filename: `${ROOT}/${file}`, loaded: false }
    cache.set(file, module)
    if (file.endsWith('.json')) module.exports = JSON.parse(modules[file])
    else {
      const local = (specifier) => required(path.dirname(file), specifier)
      const own = { exports: module.exports, require: local, module, ...globals }
      const names = [...Object.keys(own), '__filename', '__dirname']
      compile(modules, file, names)(...Object.values(own), module.filename, path.dirname(module.filename))
      // what a file hands on (`export { handler as price } from './price'`) is a getter that nothing can change
      if (handsOn(module.exports)) module.exports = { ...module.exports }
      if (module.exports && typeof module.exports === 'object') wrapFunctions(file, module.exports, { fault, returned })
    }
    return module.exports
  }

  const required = (folder, specifier) => {
    if (specifier.startsWith('.') || specifier.startsWith('/')) {
      const absolute = specifier.startsWith('/') ? specifier : path.resolve(ROOT, folder, specifier)
      const file = find(path.relative(ROOT, absolute))
      if (file !== undefined) return load(file)
      throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: 'MODULE_NOT_FOUND' })
    }
    const value = packages(specifier)
    if (/^aws-sdk(\/|$)/.test(specifier)) prepareV2(packages('aws-sdk'))
    return value
  }
  return Object.assign((absolute) => required('.', absolute), {
    has: (absolute) => modules[path.relative(ROOT, absolute)] !== undefined,
  })
}

exports.ROOT = ROOT

function handsOn(exported) {
  if (!exported || typeof exported !== 'object') return false
  const all = Object.values(Object.getOwnPropertyDescriptors(exported))
  return all.some(({ get }) => get && typeof get() === 'function')
}

/** Functions that a file exports throw where the scenario says so, and tell what they give. */
function wrapFunctions(file, exported, { fault, returned }) {
  for (const name of Object.keys(exported)) {
    const original = exported[name]
    const descriptor = Object.getOwnPropertyDescriptor(exported, name)
    if (typeof original !== 'function' || !descriptor.writable) continue
    const isAsync = original.constructor.name === 'AsyncFunction'
    const wrapped = function (...args) {
      const injected = fault(`${file}#${name}`)
      const error = injected && Object.assign(new Error(injected.message), { name: injected.name })
      if (error && !isAsync) throw error
      const result = error ? Promise.reject(error) : original.apply(this, args)
      returned(result)
      return result
    }
    const own = Object.getOwnPropertyDescriptors(original)
    delete own.prototype
    exported[name] = Object.defineProperties(wrapped, own)
  }
}
