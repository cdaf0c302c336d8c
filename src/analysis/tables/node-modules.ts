import type { EffectLabel } from '../effects/effect'
import { words } from './words'

/** What calling the functions of a module of Node does. Importing one does nothing that anyone could see. */
export interface ModuleRow {
  /** What every export does that is not listed; absent where those are harmless. */
  readonly label?: EffectLabel
  /** Exports that do something else: `undefined` for those that are harmless. */
  readonly exports?: Readonly<Record<string, EffectLabel | undefined>>
}

const all = (names: string, label: EffectLabel | undefined): Record<string, EffectLabel | undefined> =>
  Object.fromEntries([...words(names)].map((name) => [name, label]))

/** Source: the soundness catalogue, section 2.3. A module that is not listed is not known to be harmless. */
export const NODE_MODULES: Readonly<Record<string, ModuleRow>> = {
  assert: {},
  'assert/strict': {},
  buffer: { label: 'unknown', exports: all('Buffer Blob atob btoa isUtf8 isAscii constants', undefined) },
  constants: {},
  crypto: {
    label: 'unknown',
    exports: {
      ...all(
        'createHash createHmac timingSafeEqual hash createSign createVerify sign verify createPublicKey createPrivateKey createSecretKey createCipheriv createDecipheriv publicEncrypt privateDecrypt publicDecrypt privateEncrypt pbkdf2Sync scryptSync hkdfSync getHashes getCiphers constants KeyObject',
        undefined,
      ),
      ...all('randomUUID randomBytes randomInt generateKeyPairSync generateKeySync', 'random'),
      ...all('setEngine setFips', 'process'),
    },
  },
  punycode: {},
  querystring: {},
  string_decoder: {},
  url: {},
  path: { exports: { resolve: 'process', relative: 'process' } },
  'path/posix': { exports: { resolve: 'process', relative: 'process' } },
  util: {
    label: 'unknown',
    exports: all(
      'format inspect isDeepStrictEqual types isArray isString TextEncoder TextDecoder stripVTControlCharacters toUSVString promisify',
      undefined,
    ),
  },
  zlib: {
    label: 'floating',
    exports: all(
      'gzipSync gunzipSync deflateSync inflateSync deflateRawSync inflateRawSync brotliCompressSync brotliDecompressSync unzipSync crc32 constants',
      undefined,
    ),
  },
  perf_hooks: { label: 'unknown', exports: { performance: 'clock' } },
  timers: { label: 'floating' },
  'timers/promises': { label: 'unknown', exports: { setTimeout: undefined } },
  fs: {
    label: 'file-read',
    exports: all(
      'writeFile writeFileSync appendFile appendFileSync mkdir mkdirSync rm rmSync rmdir rmdirSync unlink unlinkSync rename renameSync copyFile copyFileSync createWriteStream truncate truncateSync chmod chmodSync',
      'file-write',
    ),
  },
  'fs/promises': {
    label: 'file-read',
    exports: all('writeFile appendFile mkdir rm rmdir unlink rename copyFile truncate chmod', 'file-write'),
  },
  os: { label: 'process', exports: { EOL: undefined, constants: undefined } },
  process: { label: 'process' },
  child_process: { label: 'process' },
  cluster: { label: 'process' },
  worker_threads: { label: 'process' },
  inspector: { label: 'process' },
  v8: { label: 'native', exports: { serialize: undefined, deserialize: undefined } },
  module: { label: 'dynamic-code' },
  http: { label: 'network', exports: { STATUS_CODES: undefined, METHODS: undefined } },
  https: { label: 'network' },
  http2: { label: 'network', exports: { constants: undefined } },
  net: { label: 'network', exports: { isIP: undefined, isIPv4: undefined, isIPv6: undefined } },
  tls: { label: 'network' },
  dns: { label: 'network' },
  'dns/promises': { label: 'network' },
  dgram: { label: 'network' },
}

/** How an effect of a module is told: `it reads the file system ("fs.readFileSync")`. */
export const WORDS: Readonly<Partial<Record<EffectLabel, string>>> = {
  'file-read': 'it reads the file system',
  'file-write': 'it writes to the file system',
  process: 'it depends on its process',
  network: 'it reaches the network',
  'dynamic-code': 'it runs code that is made up at run time',
  native: 'it runs native code',
  floating: 'it leaves work behind that goes on when it has answered',
  clock: 'it reads the clock',
  random: 'it draws a random number',
  locale: 'it reads the locale or the time zone',
  log: 'it writes log lines',
  'package-configuration': 'it changes settings that all users of a package share',
}
