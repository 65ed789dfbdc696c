/** Logins a minute through whole workers: real Temporal, real Chromium, a sample site. */
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentAuth } from '../../../client/index.js';
import { builtFile } from '../../../worker/built-file.js';
import { startDevServer } from '../../../worker/dev-server.js';
import { needTool } from '../../../worker/need-tool.js';
import { startOwnProcess } from '../../../worker/stack/own-process.js';
import { type SampleSite, startSampleSite } from '../../sites/sample.js';

const PAGES = 2;
const SEED = 7;
const GRACE_MS = 25_000;
const PASSWORD = 'correct horse battery staple';

export interface Measured {
  readonly perMinute: number;
  /** Share of all cores that was busy meanwhile. */
  readonly busy: number;
}

function cpuTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const all = times.reduce((sum, cpu) => sum + Object.values(cpu).reduce((one, other) => one + other, 0), 0);
  return { idle: times.reduce((sum, cpu) => sum + cpu.idle, 0), all };
}

type Worker = Awaited<ReturnType<typeof startOwnProcess>>['child'];

async function end(worker: Worker): Promise<void> {
  const gone = new Promise((resolve) => worker.once('exit', resolve));
  worker.kill('SIGTERM');
  await gone;
}

/** Workers of one vault on a Temporal of their own. The first one makes the vault. */
class Workers {
  readonly #running: Worker[] = [];

  constructor(
    readonly folder: string,
    readonly address: string,
    readonly url: string | null,
  ) {}

  get firstStateDir(): string {
    return join(this.folder, 'worker-0');
  }

  async start(): Promise<void> {
    const number = this.#running.length;
    const own = join(this.folder, `worker-${number}`);
    await mkdir(own, { mode: 0o700 });
    const key = number === 0 ? {} : { AGENT_AUTH_MASTER_KEY_FILE: join(this.firstStateDir, 'master-key') };
    const env = {
      ...process.env,
      ...key,
      TEMPORAL_ADDRESS: this.address,
      AGENT_AUTH_STATE_DIR: own,
      AGENT_AUTH_MAX_PAGES: String(PAGES),
      ...(this.url === null ? {} : { AGENT_AUTH_DATABASE_URL: this.url }),
    };
    const file = builtFile('worker', 'worker-process.js');
    this.#running.push((await startOwnProcess({ file, env, late: 'worker_unavailable', graceMs: GRACE_MS })).child);
  }

  async stop(): Promise<void> {
    for (const worker of this.#running) await end(worker);
  }
}

/** All begin at once, each of an account of its own, with all it needs stored. */
async function measure(auth: AgentAuth, site: SampleSite, names: readonly string[]): Promise<Measured> {
  for (const name of names) {
    const values = { email: `${name}@example.com`, password: PASSWORD };
    await auth.credentials.create({ name, domain: site.host, values });
  }
  const before = cpuTimes();
  const begun = performance.now();
  await Promise.all(
    names.map((name) =>
      auth.agents.auth.ensure({ domain: site.host, profile_name: name, credential_name: name, timeout: 600 }),
    ),
  );
  const minutes = (performance.now() - begun) / 60_000;
  const after = cpuTimes();
  return { perMinute: names.length / minutes, busy: 1 - (after.idle - before.idle) / (after.all - before.all) };
}

/**
 * @param url of a Postgres database, or null: SQLite, which takes one worker
 * @param upTo how many workers, one after the other
 * @returns what that many workers did
 */
export async function measureLogins(url: string | null, upTo: number, count: number): Promise<readonly Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-logins-'));
  const names = (worker: number) => Array.from({ length: count }, (_, n) => `w${worker}-${n}`);
  const all = ['warm', ...Array.from({ length: upTo }, (_, worker) => names(worker)).flat()];
  const users = all.map((name) => ({ email: `${name}@example.com`, password: PASSWORD }));
  const site = await startSampleSite({ seed: SEED, sessionSeconds: 3600, users });
  const temporal = await startDevServer((await needTool('temporal')).path, folder, { port: 0 });
  const workers = new Workers(folder, temporal.address, url);
  try {
    const measured: Measured[] = [];
    for (let worker = 0; worker < upTo; worker += 1) {
      await workers.start();
      const access_key = (await readFile(join(workers.firstStateDir, 'access-key'), 'utf8')).trim();
      const auth = await AgentAuth.connect({ address: temporal.address, access_key });
      // The first login of all starts what starts once.
      if (worker === 0) await measure(auth, site, ['warm']);
      measured.push(await measure(auth, site, names(worker)));
      await auth.close();
    }
    return measured;
  } finally {
    await workers.stop();
    temporal.process.kill('SIGKILL');
    await site.stop();
  }
}
