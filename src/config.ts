/** One environment variable: what it means, and how its text becomes a value. */
interface Variable<T> {
  fallback: string
  meaning: string
  /** Throws an Error that says what the value must be. */
  read(value: string): T
}

const text = (value: string) => value

function integer(min: number, max: number) {
  return (value: string) => {
    if (!/^\d{1,9}$/.test(value) || Number(value) < min || Number(value) > max)
      throw new Error(`must be an integer from ${min} to ${max}`)
    return Number(value)
  }
}

function oneOf<const T extends string>(...values: T[]) {
  return (value: string) => {
    if (!values.includes(value as T)) throw new Error(`must be one of ${values.join(', ')}`)
    return value as T
  }
}

function variable<T>(fallback: string, meaning: string, read: (value: string) => T): Variable<T> {
  return { fallback, meaning, read }
}

/** Every variable of the environment, with the value it has when it is not set. The README's table is these. */
export const variables = {
  HOST: variable('127.0.0.1', 'The address to listen on.', text),
  PORT: variable('3000', 'The port to listen on; 0 takes any that is free.', integer(0, 65535)),
  DATABASE_URL: variable(
    'file:data/isnad.db',
    'Where the content is: `file:` and a path, or `file::memory:`.',
    (value) => {
      if (!/^file:.+/.test(value)) throw new Error('must be file: and a path, or file::memory:')
      return value
    },
  ),
  PUBLIC_URL: variable(
    '',
    'The address clients see, when a proxy stands in front; else that of `HOST` and `PORT`.',
    (value) => {
      if (value !== '' && !/^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '')) {
        throw new Error('must be an http or https address')
      }
      return value.replace(/\/+$/, '')
    },
  ),
  ADMIN_KEY: variable(
    '',
    'A fixed first admin key, at least 24 characters; without it the first start makes one and prints it once.',
    (value) => {
      if (value !== '' && !/^[\x21-\x7e]{24,200}$/.test(value))
        throw new Error('must be 24 to 200 visible ASCII characters')
      return value
    },
  ),
  CORS_ORIGIN: variable(
    '*',
    'Which sites’ pages may call the API from a browser: `*`, or origins separated by commas.',
    (value) => {
      const origins = value.split(',').map((origin) => origin.trim())
      const valid = (origin: string) => URL.canParse(origin) && new URL(origin).origin === origin
      if (value !== '*' && !origins.every(valid))
        throw new Error('must be * or origins like https://example.org, separated by commas')
      return value === '*' ? '*' : origins
    },
  ),
  LOG_LEVEL: variable(
    'info',
    'How much is logged: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  ),
  TRUST_PROXY: variable(
    '',
    'Addresses (CIDR, separated by commas) of proxies whose `X-Forwarded-For` is believed.',
    (value) => {
      const proxies = value === '' ? [] : value.split(',').map((proxy) => proxy.trim())
      if (!proxies.every((proxy) => /^[0-9a-f.:]+(?:\/\d{1,3})?$/i.test(proxy)))
        throw new Error('must be addresses or CIDR ranges, separated by commas')
      return proxies
    },
  ),
  RATE_LIMIT: variable('6000', 'Requests a minute for each client; 0 sets no limit.', integer(0, 100_000_000)),
  READER: variable(
    'false',
    'Whether `/read` serves the example frontend; the demo does.',
    (value) => oneOf('true', 'false')(value) === 'true',
  ),
  CACHE_MB: variable(
    '64',
    'Megabytes in which answers to the public are kept for as long as they are right; 0 keeps none.',
    integer(0, 100_000),
  ),
}

type Variables = typeof variables

/** The configuration, read once and passed on as plain data. */
export type Config = { [K in keyof Variables]: ReturnType<Variables[K]['read']> }

/**
 * Reads the environment. Throws one Error that names every variable with a value
 * it cannot have.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const faults: string[] = []
  const values = Object.entries(variables).map(([name, { fallback, read }]) => {
    try {
      return [name, read(env[name] ?? fallback)]
    } catch (error) {
      faults.push(`${name} ${(error as Error).message}; it is '${name === 'ADMIN_KEY' ? '…' : env[name]}'`)
      return [name, undefined]
    }
  })
  if (faults.length > 0)
    throw new Error(`The environment cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  return Object.fromEntries(values) as Config
}
