import { type AddressInfo, connect } from 'node:net'
import { type Test, test } from 'tap'
import type { Scope } from '../schemas/keys.ts'
import { hashKey, newKey } from '../src/auth.ts'
import { problems } from '../src/problem.ts'
import { admin, type Request, type World, world } from './helper.ts'

const draft = { lang: 'ar', title: 'مرسى الرمل بين الملح والماء' }
const writer: Scope[] = ['content:write']
type Verb = NonNullable<Request['method']>
const verbs: Verb[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The documented addresses, with a ref, version or code in the place of each parameter, and their methods. */
function addresses({ app }: World): { url: string; methods: string[] }[] {
  const paths = (app.swagger().paths ?? {}) as Record<string, Record<string, unknown>>
  return Object.entries(paths).map(([path, operations]) => ({
    url: path.replace('{n}', '1').replace(/\{\w+\}/g, 'nobody'),
    methods: Object.keys(operations).map((method) => method.toUpperCase()),
  }))
}

const odd = {
  'a page': ['/v1/articles', 200],
  'an address that nobody has': ['/v1/nothing', 404],
  'a resource that is not there': ['/v1/articles/nobody', 404],
  'a path that is not UTF-8': ['/v1/articles/%c0%af', 400],
  'an address that is too long': [`/v1/articles/${'a'.repeat(5000)}`, 414],
  'an unknown parameter': ['/v1/articles?nothing=1', 400],
} as const

test('every answer has a request id, may not be sniffed, and tells nothing of the server', async (t) => {
  const { expect } = await world(t)
  for (const [name, [url, status]] of Object.entries(odd)) {
    const { headers, body, text } = await expect(status, url)
    t.match(headers['x-request-id'], /^[0-9a-f-]{36}$/, name)
    t.equal(headers['x-content-type-options'], 'nosniff', name)
    t.notOk(headers['x-powered-by'] ?? headers.server, name)
    t.notMatch(text, /node_modules|\.ts:|SQLITE|at \w+ \(/, name)
    if (status >= 400) t.equal(body.requestId, headers['x-request-id'], name)
  }
})

test('answers may not be framed, run scripts or send a referrer, and may be embedded from other origins', async (t) => {
  const { expect } = await world(t)
  const { headers } = await expect(200, '/v1/articles')
  t.match(headers, {
    'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'cross-origin',
    'x-frame-options': /\w/,
  })
  t.notOk(headers['strict-transport-security'])
})

test('a request id that a client sends is taken over when it is plain, else replaced', async (t) => {
  const { expect } = await world(t)
  const answered = async (id: string) => {
    const { headers, body } = await expect(404, '/v1/nothing', { headers: { 'x-request-id': id } })
    t.equal(body.requestId, headers['x-request-id'])
    return headers['x-request-id']
  }
  for (const id of ['a', 'trace-1.2:3_4', 'x'.repeat(64)]) t.equal(await answered(id), id)
  for (const id of ['', ' ', 'a b', 'x'.repeat(65), '<script>', 'a"b', 'é', '{"a":1}'])
    t.match(await answered(id), /^[0-9a-f-]{36}$/, id)
})

test('a page of any site may call the API when CORS_ORIGIN is *', async (t) => {
  const { expect } = await world(t)
  const { headers } = await expect(200, '/v1/articles', { headers: { origin: 'https://news.example' } })
  t.equal(headers['access-control-allow-origin'], '*')
  t.match(headers['access-control-expose-headers'], /ETag.*Link.*Location.*RateLimit.*X-Request-Id/)
  t.notOk(headers['access-control-allow-credentials'])
})

test('a browser may send every method with a key and a precondition', async (t) => {
  const { expect } = await world(t)
  for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    const { headers } = await expect(204, '/v1/articles/x', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://news.example',
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,content-type,if-match',
      },
    })
    t.ok(headers['access-control-allow-methods']?.split(/, ?/).includes(method), method)
    t.match(headers['access-control-allow-headers'], /authorization.*if-match/)
    t.match(headers['x-request-id'], /./)
  }
})

test('only the origins listed in CORS_ORIGIN are allowed, each by its own name', async (t) => {
  const { expect } = await world(t, { config: { CORS_ORIGIN: ['https://a.example', 'https://b.example'] } })
  const allowed = async (origin: string) => {
    const { headers } = await expect(200, '/v1/articles', { headers: { origin } })
    t.match(headers.vary, /Origin/)
    return headers['access-control-allow-origin']
  }
  t.equal(await allowed('https://b.example'), 'https://b.example')
  for (const origin of ['https://c.example', 'https://a.example.evil.test', 'http://a.example', 'null'])
    t.notOk(await allowed(origin), origin)
})

test('every method that an address does not take answers 405 with Allow, whatever the body', async (t) => {
  const { app, ask, ...others } = await world(t)
  for (const { url, methods } of addresses({ app, ask, ...others })) {
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].sort().join(', ')
    for (const method of verbs.filter((verb) => !methods.includes(verb))) {
      for (const sent of [{}, { body: {} }, { raw: '{', headers: { 'content-type': 'text/plain' } }]) {
        const { status, headers, body } = await ask(url, { method, ...sent })
        t.match({ status, code: body?.code, allow: headers.allow }, { status: 405, code: 'method-not-allowed', allow })
      }
    }
    const trace = await ask(url, { method: 'TRACE' })
    t.equal(trace.status, 405, `TRACE ${url}`)
  }
})

test('an address that nobody has is 404 for every method, whatever the body', async (t) => {
  const { expect } = await world(t)
  for (const method of verbs) {
    for (const sent of [{}, { body: {} }, { raw: '{', headers: { 'content-type': 'text/plain' } }])
      t.equal((await expect(404, '/v1/nothing', { method, ...sent })).body.code, 'not-found')
  }
})

test('HEAD answers what GET does, without the body', async (t) => {
  const { app, ask, create, setTime, ...others } = await world(t)
  setTime('2026-03-01T08:00:00.000Z')
  await create('articles', { ...draft, status: 'published', slug: 'nobody' })
  const headers = { 'x-request-id': 'same' }
  for (const { url, methods } of addresses({ app, ask, create, setTime, ...others })) {
    if (!methods.includes('GET')) continue
    const [got, head] = [await ask(url, { headers }), await ask(url, { method: 'HEAD', headers })]
    t.equal(head.status, got.status, url)
    t.equal(head.text, '', url)
    const { date: _, 'content-length': length, ...same } = head.headers
    t.match(got.headers, same, url)
    if (got.status < 400) t.equal(length, got.headers['content-length'], url)
  }
})

const refusedTypes = [
  undefined,
  '',
  'text/plain',
  'text/json',
  'application/jsonp',
  'application/json-patch+json',
  'application/vnd.api+json',
  'application/json\ta',
  'application/json garbage',
  'application/json, application/json',
  'application/json; charset=utf-16',
  'application/json; charset=iso-8859-1',
  'application/json; charset=utf-8; charset=utf-16',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '*/*',
  'application/json\u0000',
]

for (const method of ['POST', 'PUT', 'PATCH'] as const) {
  const [takes, other] =
    method === 'PATCH'
      ? ['application/merge-patch+json', 'application/json']
      : ['application/json', 'application/merge-patch+json']
  const url = method === 'POST' ? '/v1/articles' : '/v1/articles/ext:x'
  const send = (type: string | undefined): Request => ({
    method,
    as: admin,
    raw: JSON.stringify(draft),
    headers: { 'content-type': type as string },
  })

  test(`${method} takes ${takes} in UTF-8, in any case, and no other type`, async (t) => {
    const { ask } = await world(t)
    for (const type of [takes, takes.toUpperCase(), `${takes};charset=utf-8`, `${takes} ; charset="UTF-8"`])
      t.not((await ask(url, send(type))).status, 415)
    for (const type of [...refusedTypes, other]) {
      const { status, body, headers } = await ask(url, send(type))
      t.match({ status, body }, { status: 415, body: { code: 'unsupported-media-type' } }, String(type))
      if (method === 'PATCH') t.equal(headers['accept-patch'], takes)
    }
  })

  test(`${method} takes no compressed body`, async (t) => {
    const { expect } = await world(t)
    for (const encoding of ['gzip', 'br', 'deflate', 'gzip, identity', 'x']) {
      const headers = { 'content-type': takes, 'content-encoding': encoding }
      await expect(415, url, { method, as: admin, raw: JSON.stringify(draft), headers })
    }
  })
}

test('where no body is taken, one is refused', async (t) => {
  const { expect } = await world(t)
  for (const [method, url] of [
    ['GET', '/v1/articles'],
    ['GET', '/v1/articles/x'],
    ['DELETE', '/v1/articles/x'],
    ['POST', '/v1/articles/x/restoration'],
    ['DELETE', '/v1/keys/x'],
  ] as const)
    t.match((await expect(400, url, { method, as: admin, body: {} })).body.detail, `${method} here takes no body`)
})

test('clients learn how many requests are left, and how long to wait when there are none', async (t) => {
  const { ask } = await world(t, { config: { RATE_LIMIT: 3 } })
  for (const left of [2, 1, 0]) {
    const { status, headers } = await ask('/v1/articles')
    t.equal(status, 200)
    t.equal(headers['ratelimit-policy'], '"minute";q=3;w=60')
    t.match(headers.ratelimit, new RegExp(`^"minute";r=${left};t=\\d+$`))
  }
  const { status, headers, body } = await ask('/v1/articles')
  t.match({ status, body }, { status: 429, body: { code: 'rate-limited' } })
  t.match(headers.ratelimit, /^"minute";r=0;t=\d+$/)
  t.match(headers['retry-after'], /^([1-9]|[1-5]\d|60)$/)
  t.match(headers['x-request-id'], /./)
  t.notOk(Object.keys(headers).some((name) => name.startsWith('x-ratelimit') || name.startsWith('ratelimit-limit')))
})

for (const [name, requests] of Object.entries({
  'other addresses': [
    '/v1/articles',
    '/V1/articles',
    '/v1/articles/',
    '//v1/articles',
    '/v1/%61rticles',
    '/nothing',
  ].map((url) => ({ url, headers: {} })),
  'forwarded addresses': [1, 2, 3, 4, 5, 6].map((n) => ({
    url: '/v1/articles',
    headers: { 'x-forwarded-for': `10.0.0.${n}`, forwarded: `for=10.0.0.${n}`, 'x-real-ip': `10.0.0.${n}` },
  })),
  'other keys and hosts': [1, 2, 3, 4, 5, 6].map((n) => ({
    url: '/v1/articles',
    headers: { authorization: `Bearer isn_${n}`, host: `host${n}`, 'x-request-id': `id${n}` },
  })),
})) {
  test(`no client escapes the rate limit by ${name}`, async (t) => {
    const { ask } = await world(t, { config: { RATE_LIMIT: 5 } })
    const statuses: number[] = []
    for (const { url, headers } of requests) statuses.push((await ask(url, { headers: headers as never })).status)
    t.equal(statuses.at(-1), 429)
    t.notOk(statuses.slice(0, 5).includes(429))
  })
}

test('behind a trusted proxy each forwarded address has its own limit', async (t) => {
  const { expect } = await world(t, { config: { RATE_LIMIT: 1, TRUST_PROXY: ['127.0.0.1'] } })
  for (const address of ['10.0.0.1', '10.0.0.2']) await expect(200, '/', { headers: { 'x-forwarded-for': address } })
  await expect(429, '/', { headers: { 'x-forwarded-for': '9.9.9.9, 10.0.0.2' } })
})

test('a header that is no part of the question does not change a public answer', async (t) => {
  const { expect, create } = await world(t)
  await create('articles', { ...draft, status: 'published' })
  const ask = async (headers: Record<string, string>) => {
    const { text, etag } = await expect(200, '/v1/articles?count=true', { headers })
    return text + etag
  }
  const plain = await ask({})
  for (const headers of [
    { 'x-forwarded-host': 'evil.example' },
    { 'x-forwarded-proto': 'https' },
    { 'x-original-url': '/v1/keys' },
    { 'x-rewrite-url': '/v1/keys' },
    { 'x-http-method-override': 'DELETE' },
    { 'accept-version': '2' },
    { 'accept-language': 'ar' },
    { host: 'evil.example' },
    { range: 'bytes=0-1' },
    { cookie: 'a=b' },
  ])
    t.equal(await ask(headers as never), plain, Object.keys(headers).join())
})

test('every code has a page at the address that its problem names', async (t) => {
  const { expect } = await world(t)
  const { type } = (await expect(404, '/v1/nothing')).body
  t.equal(type, 'http://localhost:3000/problems/not-found')
  for (const [code, [status, title]] of Object.entries(problems))
    t.match((await expect(200, `/problems/${code}`)).body, { code, status, title })
  for (const code of ['nothing', '__proto__', 'constructor', 'toString'])
    t.equal((await expect(404, `/problems/${code}`)).body.code, 'not-found')
})

const files = {
  'a file that is not there': '/docs/static/nothing',
  'a path out of its directory': '/docs/static/..%2f..%2findex.js',
  'a path out of its directory with dots encoded': '/docs/static/%2e%2e/%2e%2e/index.js',
  'an absolute path': '/docs/static//etc/passwd',
  'a backslash': '/docs/static/..%5c..%5cindex.js',
  'a NUL': '/docs/static/%00',
  'a name that is too long': `/docs/static/${'a'.repeat(3000)}`,
}

test('the reference page answers 404 to what is none of its files', async (t) => {
  const { expect } = await world(t)
  for (const [name, url] of Object.entries(files)) t.equal((await expect(404, url)).body.code, 'not-found', name)
})

test('the files of the reference page do not heed ranges and preconditions', async (t) => {
  const { expect } = await world(t)
  for (const [name, value] of Object.entries({
    range: 'bytes=99999999-',
    'if-match': '"x"',
    'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT',
  }))
    await expect(200, '/docs/static/index.css', { headers: { [name]: value } })
})

/** A server on a socket; `send` answers the status, headers and body of the last response to raw bytes. */
async function socketWorld(t: Test) {
  const { app, ask, stores } = await world(t)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  async function send(bytes: string) {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(Buffer.from(bytes, 'latin1')))
      let text = ''
      socket.setEncoding('utf8')
      socket.on('data', (data) => {
        text += data
      })
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
    const last = answer.slice(answer.lastIndexOf('HTTP/1.1 '))
    const [head = '', body = ''] = last.split('\r\n\r\n')
    return { status: Number(last.slice(9, 12)), type: /^content-type: (.*)$/im.exec(head)?.[1], body }
  }
  return { send, ask, stores }
}

const host = 'Host: x\r\n'
const get = 'GET /v1/articles HTTP/1.1\r\n'
const post = `POST /v1/articles HTTP/1.1\r\n${host}`
const wire: [name: string, bytes: string, code: keyof typeof problems][] = [
  ['no Host', `${get}\r\n`, 'invalid-request'],
  ['two Hosts', `${get}${host}Host: y\r\n\r\n`, 'invalid-request'],
  ['two keys', `${get}${host}Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n`, 'invalid-request'],
  ['two content types', `${post}Content-Type: text/plain\r\nContent-Type: application/json\r\n\r\n`, 'invalid-request'],
  ['an absolute address', `GET http://evil.example/v1/articles HTTP/1.1\r\n${host}\r\n`, 'invalid-request'],
  ['an address of its own', `GET http://x/v1/articles HTTP/1.1\r\n${host}\r\n`, 'invalid-request'],
  ['an asterisk', `GET * HTTP/1.1\r\n${host}\r\n`, 'invalid-request'],
  ['CONNECT', `CONNECT x:80 HTTP/1.1\r\n${host}\r\n`, 'invalid-request'],
  ['TRACE', `TRACE /v1/articles HTTP/1.1\r\n${host}\r\n`, 'method-not-allowed'],
  ['a method that nobody knows', `FOO / HTTP/1.1\r\n${host}\r\n`, 'invalid-request'],
  ['the method __proto__', `__proto__ / HTTP/1.1\r\n${host}\r\n`, 'invalid-request'],
  ['a method in lower case', `get / HTTP/1.1\r\n${host}\r\n`, 'invalid-request'],
  ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'invalid-request'],
  ['a version that is none', `GET / HTTP/3.7\r\n${host}\r\n`, 'invalid-request'],
  ['headers that are too large', `${get}${host}X: ${'a'.repeat(20_000)}\r\n\r\n`, 'headers-too-large'],
  ['a folded header', `${get}${host}A: b\r\n c\r\n\r\n`, 'invalid-request'],
  ['a NUL in a header', `${get}${host}A: b\0c\r\n\r\n`, 'invalid-request'],
  ['a space in the name of a header', `${get}Host : x\r\n\r\n`, 'invalid-request'],
  ['bare line feeds', 'GET /v1/articles HTTP/1.1\nHost: x\n\n', 'invalid-request'],
  ['a NUL in the path', `GET /v1/\0 HTTP/1.1\r\n${host}\r\n`, 'invalid-request'],
  ['two lengths', `${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 'invalid-request'],
  ['a length and chunks', `${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 'invalid-request'],
  ['chunks that are not last', `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`, 'invalid-request'],
  ['a negative length', `${post}Content-Length: -1\r\n\r\n`, 'invalid-request'],
  ['an expectation that is optional', `${post}Expect: wonders\r\nContent-Length: 0\r\n\r\n`, 'unauthorized'],
  ['an upgrade', `POST /v1/x HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`, 'not-found'],
  ['garbage', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'invalid-request'],
]

test('on the wire too, whatever is refused is answered with a problem', async (t) => {
  const { send } = await socketWorld(t)
  for (const [name, bytes, code] of wire) {
    const { status, type, body } = await send(bytes)
    const [wanted, title] = problems[code]
    t.equal(status, wanted, name)
    t.equal(type, 'application/problem+json; charset=utf-8', name)
    t.match(JSON.parse(body), { code, status, title, type: `http://localhost:3000/problems/${code}` }, name)
  }
})

test('a client that breaks off leaves nothing behind', async (t) => {
  const { send, ask, stores } = await socketWorld(t)
  const key = newKey()
  await stores.keys.create({ name: 'desk', scopes: admin }, hashKey(key))
  const json = `${post}Authorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
  for (const bytes of [
    '',
    `${get}Host`,
    `${json}Content-Length: 500\r\n\r\n${JSON.stringify(draft)}`,
    `${json}Transfer-Encoding: chunked\r\n\r\nff\r\n${JSON.stringify(draft)}`,
  ]) {
    await send(bytes)
    t.equal((await send(`GET /healthz HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)).status, 200)
  }
  t.equal((await ask('/v1/articles?count=true', { as: admin })).body.total, 0)
})

test('a client of HTTP/1.0 needs no Host', async (t) => {
  const { send } = await socketWorld(t)
  t.equal((await send('GET /v1/articles HTTP/1.0\r\n\r\n')).status, 200)
})

test('a write without the scope for it is refused before its body is read', async (t) => {
  const { expect } = await world(t)
  for (const as of [undefined, ['drafts:read'] satisfies Scope[]]) {
    const { body } = await expect(as ? 403 : 401, '/v1/articles', { method: 'POST', as, raw: '{' })
    t.equal(body.code, as ? 'insufficient-scope' : 'unauthorized')
  }
  await expect(400, '/v1/articles', { method: 'POST', as: writer, raw: '{' })
})
