import type { EffectLabel } from '../effects/effect'
import { words } from './words'

/**
 * Packages of npm that are known. Source: the soundness catalogue, section 2.4, whose figures come from scans of the
 * published bundles; what an author declares (`sideEffects: false`) says nothing about calls and counts for nothing.
 */
export interface PackageRow {
  /** What any of its functions, or a method of its values, may do besides computing. */
  readonly does?: readonly EffectLabel[]
  /** Exports, as paths, that do something else: `locale`, `tz.setDefault`. */
  readonly exports?: Readonly<Record<string, EffectLabel>>
  /** Functions that change their first argument; `*`: any of them may change any argument. */
  readonly changes?: ReadonlySet<string> | '*'
  /** Those of them that change no more of it than its own members. */
  readonly changesMembers?: ReadonlySet<string>
  /** Its values never change: one that is made when a file is loaded is a constant. */
  readonly isImmutable?: true
}

const configuring = (names: string): Record<string, EffectLabel> =>
  Object.fromEntries([...words(names)].map((name) => [name, 'package-configuration'] as const))

const red = (label: EffectLabel): PackageRow => ({ does: [label] })

/** Packages that compute, by name. */
const PURE: Readonly<Record<string, PackageRow>> = {
  'big.js': { isImmutable: true, exports: configuring('DP RM NE PE strict') },
  'bignumber.js': { isImmutable: true, exports: configuring('config set BigNumber.config BigNumber.set') },
  'camelcase-keys': {},
  camelcase: {},
  'change-case': {},
  'class-variance-authority': {},
  clsx: {},
  'date-fns': { does: ['clock', 'locale'], exports: configuring('setDefaultOptions') },
  'date-fns-tz': { does: ['clock', 'locale'] },
  dayjs: {
    does: ['clock', 'locale'],
    isImmutable: true,
    exports: configuring('extend locale tz.setDefault updateLocale'),
  },
  'decimal.js': { isImmutable: true, exports: configuring('set config Decimal.set Decimal.config') },
  'decimal.js-light': { isImmutable: true, exports: configuring('set config Decimal.set Decimal.config') },
  deepmerge: {},
  dedent: {},
  'escape-html': {},
  'escape-string-regexp': {},
  'fast-deep-equal': {},
  'fast-json-stable-stringify': {},
  'fast-xml-parser': { isImmutable: true },
  he: {},
  'html-escaper': {},
  'http-errors': { changes: '*' },
  'http-status': { isImmutable: true },
  'http-status-codes': { isImmutable: true },
  immutable: { isImmutable: true },
  inflection: {},
  'iso-datestring-validator': {},
  joi: { isImmutable: true },
  '@hapi/joi': { isImmutable: true },
  jsonwebtoken: { does: ['clock'] },
  'jwt-decode': {},
  lodash: {
    does: ['clock', 'random'],
    exports: {
      ...configuring('mixin runInContext noConflict templateSettings'),
      template: 'dynamic-code',
      debounce: 'floating',
      throttle: 'floating',
      delay: 'floating',
      defer: 'floating',
      // these keep what they know between calls
      memoize: 'reads-outer-state',
      once: 'reads-outer-state',
      after: 'reads-outer-state',
      before: 'reads-outer-state',
      uniqueId: 'reads-outer-state',
      // what these do is up to what they are given
      '': 'unknown',
      chain: 'unknown',
      tap: 'unknown',
      invoke: 'unknown',
      invokeMap: 'unknown',
      method: 'unknown',
      methodOf: 'unknown',
    },
    changes: words(`
      assign assignIn assignInWith assignWith bindAll defaults defaultsDeep extend extendWith fill merge mergeWith pull
      pullAll pullAllBy pullAllWith pullAt remove reverse set setWith unset update updateWith
    `),
    changesMembers: words(
      'assign assignIn defaults extend fill pull pullAll pullAllBy pullAllWith pullAt remove reverse',
    ),
  },
  'lodash/fp': { does: ['clock', 'random'] },
  luxon: { does: ['clock', 'locale'], isImmutable: true, exports: configuring('Settings') },
  moment: {
    does: ['clock', 'locale'],
    exports: configuring(
      'locale lang updateLocale defineLocale tz.setDefault tz.add tz.load relativeTimeThreshold relativeTimeRounding updateOffset now suppressDeprecationWarnings createFromInputFallback',
    ),
  },
  ms: {},
  nanoid: { does: ['random'] },
  'object-hash': {},
  pluralize: { exports: configuring('addPluralRule addSingularRule addIrregularRule addUncountableRule') },
  'pretty-bytes': { does: ['locale'] },
  qs: {},
  ramda: {
    isImmutable: true,
    exports: { memoizeWith: 'reads-outer-state', once: 'reads-outer-state', invoker: 'unknown' },
  },
  'remove-accents': {},
  semver: {},
  slugify: { exports: configuring('extend') },
  'string-similarity': {},
  superstruct: { isImmutable: true },
  tslib: {},
  'type-fest': {},
  ulid: { does: ['clock', 'random'], exports: { monotonicFactory: 'reads-outer-state' } },
  uuid: { does: ['clock', 'random'] },
  validator: {},
  yup: { isImmutable: true, exports: configuring('setLocale addMethod') },
  zod: { isImmutable: true, exports: configuring('setErrorMap config z.setErrorMap z.config') },
}

const NETWORK = words(`
  axios got node-fetch cross-fetch isomorphic-fetch request request-promise request-promise-native superagent undici ky
  phin bent needle wretch graphql-request @apollo/client nodemailer twilio stripe @sendgrid/mail mailgun-js pusher
  firebase-admin googleapis @slack/web-api @slack/webhook web-push pg pg-promise mysql mysql2 mongodb mongoose redis
  ioredis knex sequelize typeorm @prisma/client serverless-mysql data-api-client cassandra-driver @elastic/elasticsearch
  kafkajs amqplib mqtt socket.io-client ws ssh2-sftp-client puppeteer puppeteer-core chrome-aws-lambda @supabase/supabase-js
  openai @octokit/rest algoliasearch @planetscale/database @neondatabase/serverless postgres contentful
`)

const OTHERS: Readonly<Record<string, EffectLabel>> = {
  sharp: 'native',
  canvas: 'native',
  bcrypt: 'native',
  argon2: 'native',
  'better-sqlite3': 'native',
  esbuild: 'native',
  dotenv: 'process',
  'fs-extra': 'file-read',
  glob: 'file-read',
  vm2: 'dynamic-code',
  handlebars: 'dynamic-code',
  ejs: 'dynamic-code',
  pug: 'dynamic-code',
  'reflect-metadata': 'mutates-global',
  'source-map-support': 'mutates-global',
  bluebird: 'floating',
}

/** Packages of AWS: each of their functions speaks to a service, or prepares that. */
export const AWS = /^(aws-sdk|@aws-sdk\/|@aws-lambda-powertools\/|aws-xray-sdk|amazon-dax-client|dynamoose$|@smithy\/)/

/** Packages that do not do what their neighbours of AWS do: they only convert values. */
const AWS_PURE = /^@aws-sdk\/util-(dynamodb|utf8|hex-encoding|base64|format-url|arn-parser)/

/** What is known of a package, or of a module of one: `lodash/fp`. `undefined` where it is not listed. */
export function knownPackage(name: string, module: string): PackageRow | undefined {
  if (AWS_PURE.test(module)) return {}
  if (AWS.test(module)) return red('aws')
  const row = rowOf(module) ?? rowOf(name) ?? (/^lodash[.-]/.test(name) ? PURE.lodash : undefined)
  if (row) return row
  if (NETWORK.has(name)) return red('network')
  const other = Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined
  return other && red(other)
}

function rowOf(name: string): PackageRow | undefined {
  if (name === 'moment-timezone') return PURE.moment
  return Object.hasOwn(PURE, name) ? PURE[name] : undefined
}
