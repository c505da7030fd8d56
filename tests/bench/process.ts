import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { cpuOf, familyOf, peakMemoryOf } from './proc.ts'

/** A server under measurement. */
export interface Server {
  url: string
  /** Milliseconds from its start to its first answer. */
  startedIn: number
  /** The processor time that each of its processes has used so far with its threads, in seconds; the first one first. */
  cpu(): number[]
  /** The most memory that was resident, of all its processes together, in bytes. */
  memory(): number
  /** What it has written to the standard output. */
  output(): string
  stop(): Promise<void>
}

interface Options {
  env?: Record<string, string>
  args?: string[]
  /** The cores that it may use, as `taskset` names them; the first one when not given. */
  on?: string
  /** Whether its output can be asked for; else it goes nowhere. */
  keepOutput?: boolean
}

/** The key that our servers take. */
export const adminKey = 'isn_benchmark_key_0123456789'

const cores = availableParallelism()

/** All cores, as `taskset` names them. */
export const allCores = `0-${cores - 1}`

/* None outlives the benchmark. */
const children = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Whether server and load can be put on different cores. */
export const isPinned = cores > 1 && hasTaskset()

/** Puts this process, which makes the load, on the last core or on those given. */
export function pinLoad(to = String(cores - 1)): void {
  if (isPinned) execFileSync('taskset', ['-acp', to, String(process.pid)], { stdio: 'ignore' })
}

/** The built server as it runs in production, logging every request. */
export function startIsnad(database: string, { env, args = [], ...options }: Options = {}): Promise<Server> {
  const settings = { ADMIN_KEY: adminKey, DATABASE_URL: `file:${database}`, RATE_LIMIT: '0', LOG_LEVEL: 'info', ...env }
  return start([pathOf('../../dist/src/cli.js'), 'serve', ...args], { ...options, env: settings })
}

/** A module that serves at `PORT`. */
export function startModule(module: string, args: string[], options: Options = {}): Promise<Server> {
  return start(['--import', import.meta.resolve('tsx'), pathOf(module), ...args], options)
}

/** Starts a server, and waits for its first answer. */
async function start(args: string[], { env, on = '0', keepOutput = false }: Options): Promise<Server> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const [command, ...first] = isPinned ? ['taskset', '-c', on, process.execPath] : [process.execPath]
  const startedAt = performance.now()
  const child = spawn(command as string, [...first, ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), ...env },
    stdio: ['ignore', keepOutput ? 'pipe' : 'ignore', 'inherit'],
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  let output = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error(`the server did not start: ${args.join(' ')}`)
    await setTimeout(5)
  }
  const startedIn = performance.now() - startedAt
  return serverOf(child, { url, startedIn, output: () => output })
}

function serverOf(child: ChildProcess, told: Pick<Server, 'url' | 'startedIn' | 'output'>): Server {
  const pid = child.pid as number
  return {
    ...told,
    cpu: () => familyOf(pid).map(cpuOf),
    memory: () => familyOf(pid).reduce((sum, one) => sum + peakMemoryOf(one), 0),
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(`${url}/healthz`)).arrayBuffer()
    return true
  } catch {
    return false
  }
}

function pathOf(module: string): string {
  return fileURLToPath(new URL(module, import.meta.url))
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
