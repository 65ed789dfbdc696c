import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pages } from '../../activities/browser/index.js';
import { lookWithBrowser } from '../../activities/login/index.js';
import { checkSession, type Looker, lookIfFree } from '../../activities/session-check/index.js';
import type { CheckVault } from '../../activities/vault/check.js';
import { openVault, type Vault } from '../../activities/vault/index.js';
import type { SaveProfile } from '../../activities/vault/types.js';
import { agentId } from '../../contract/index.js';
import { needTool } from '../../worker/need-tool.js';
import { bench } from '../engine/login/harness.js';
import { toTheEnd } from '../engine/login/to-the-end.js';
import { fakeChecks } from '../engine/session-checks/fake-checks.js';
import { serveFlow } from '../sites/flows/serve.js';
import { redirecting } from '../sites/flows/session-kinds.js';
import { begin, closing, createCaller, load } from '../vault/support/vault.js';
import { Cpu } from './check/cpu.js';

/**
 * `npm run bench:check [-- ROUNDS]`: a look by a request beside the same request written by hand, and beside a look by a browser: at one site, in turns. The site takes as long for an answer as one does that is not on this machine.
 * Its pages are tiny: those that applications ship cost a browser more, and a request about the same. A browser's cost is that of all its processes. They run on while requests are made, and tidy up after the looks before: that
 * is no cost of a request, which starts no process. A worker goes on for days, so what the first looks cost until code is compiled is counted for none of the ways.
 */
const SITE = 'site';
const ANSWER_MS = 100;
const MAX_RATIO = 1.3;
const MIN_CHEAPER = 50;
/** Until what a look leaves behind is done with: it costs, too. */
const LEFT_MS = { byHand: 100, probe: 100, stored: 100, browser: 500 };

interface Cost {
  readonly ms: number[];
  cpu: number;
}

async function measure(rounds: number): Promise<void> {
  const pages = new Pages({ browser: await needTool('chromium') });
  const site = await startSite();
  const stateDir = await mkdtemp(join(tmpdir(), 'bench-check-'));
  const vault = await openVault({ stateDir, postgres: undefined });
  try {
    const saved = await logIn(pages, site.host);
    const accessKey = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
    const id = await keep({ vault, accessKey, host: site.host }, saved);
    const activity = () => ({
      heartbeat() {},
      signal: new AbortController().signal,
      abortReason: () => 'cancel' as const,
    });
    const browser = lookWithBrowser({ vault, pages, taskQueue: 'bench', artefactDir: stateDir, activity });
    const lookerOn = (on: CheckVault): Looker => ({ vault: on, browser, onOver: async () => undefined });
    const probed = lookerOn(fakeChecks(saved, site.host));
    const stored = lookerOn(vault);
    const browsed = lookerOn(fakeChecks({ ...saved, leads: { ...saved.leads!, requests: [] } }, site.host));
    for (const looker of [probed, stored]) await lookIfFree(looker, id);
    const cookies = saved.storage_state.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const ways = {
      byHand: async () => (await fetch(`${site.origin}/`, { headers: { cookie: cookies }, redirect: 'manual' })).text(),
      probe: () => look(probed, id),
      stored: () => look(stored, id),
      browser: () => look(browsed, id),
    };
    const costs = await inTurns(ways, rounds, site.process.pid!);
    print(costs, rounds);
  } finally {
    site.process.kill();
    await pages.closeAll();
    await vault.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}

/** In a process of its own: what it uses is not counted. */
async function startSite() {
  const child = spawn(process.execPath, [process.argv[1]!, SITE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const host = String(line).trim();
  return { host, origin: `http://${host}`, process: child };
}

async function serveSite(): Promise<void> {
  const shop = redirecting();
  const { host } = await serveFlow(async (visit) => {
    await sleep(ANSWER_MS);
    return shop.answer(visit);
  });
  console.log(host);
}

/** What a login saves, and by what its session can be looked at. */
async function logIn(pages: Pages, host: string): Promise<SaveProfile> {
  const b = bench(pages, host);
  try {
    await toTheEnd(b);
    return b.vault.saved.at(-1)!;
  } finally {
    b.clean();
  }
}

const PROFILE = 'bench';

/** Keeps the session as that of an agent. */
async function keep(
  { vault, accessKey, host }: { readonly vault: Vault; readonly accessKey: string; readonly host: string },
  { storage_state, session_storage, leads, post_login_url, browser }: SaveProfile,
): Promise<string> {
  const admin = createCaller(() => vault, accessKey);
  const id = agentId(host, PROFILE);
  await admin('agents.grant', { id, domain: host, profile_name: PROFILE });
  const { ref } = await begin(vault, id);
  const { hold } = await load(vault, ref);
  const facts = { post_login_url, shown_url: null, session_expires_at: null, base_version: null };
  await vault.saveProfile({ ...hold, storage_state, session_storage, leads: leads!, browser: browser!, ...facts });
  await vault.closeInvocation(closing(ref));
  const said = { id, status: 'AUTHENTICATED', save_credential_as: null } as const;
  await vault.recordAgent({ ...said, last_auth_at: null, session_expires_at: null, post_login_url: null }, id);
  return id;
}

async function look(looker: Looker, id: string): Promise<void> {
  const { verified } = await checkSession(looker, { id, max_age_seconds: 0, wait_seconds: 30 });
  if (!verified) throw new Error('not seen to work');
}

/** Some in a row: to read what was used costs as well. The first of each are not counted. */
const IN_A_ROW = 5;
const WARM_UP = { byHand: 60, probe: 60, stored: 60, browser: 10 };

async function inTurns<Name extends keyof typeof WARM_UP>(
  ways: Readonly<Record<Name, () => Promise<unknown>>>,
  rounds: number,
  site: number,
) {
  const names = Object.keys(ways) as Name[];
  for (const name of names) for (let look = 0; look < WARM_UP[name]; look += 1) await ways[name]();
  const costs = Object.fromEntries(names.map((name): [string, Cost] => [name, { ms: [], cpu: 0 }])) as Record<
    Name,
    Cost
  >;
  for (let round = 0; round <= rounds; round += 1)
    for (const name of names) {
      const cpu = await Cpu.now(site);
      const times: number[] = [];
      for (let look = 0; look < IN_A_ROW; look += 1) {
        const begun = performance.now();
        await ways[name]();
        times.push(performance.now() - begun);
      }
      await sleep(LEFT_MS[name]);
      if (round === 0) continue;
      const { own, started } = await cpu.since();
      costs[name].ms.push(...times);
      costs[name].cpu += (own + (name === 'browser' ? started : 0)) / IN_A_ROW;
    }
  return costs;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

type Costs = Readonly<Record<'byHand' | 'probe' | 'stored' | 'browser', Cost>>;

function print({ byHand, probe, stored, browser }: Costs, rounds: number): void {
  console.log(
    `${rounds * IN_A_ROW} looks each, at a site that answers in ${ANSWER_MS} ms${' '.repeat(10)}median    CPU each`,
  );
  const row = (name: string, { ms, cpu }: Cost): void =>
    console.log(`${name.padEnd(54)}${median(ms).toFixed(0).padStart(6)} ms${(cpu / rounds).toFixed(1).padStart(9)} ms`);
  row('a request written by hand', byHand);
  row('a look by a request', probe);
  row('the same, with what the vault writes to the disk', stored);
  row('a look by a browser', browser);
  const ratio = median(probe.ms) / median(byHand.ms);
  const cheaper = browser.cpu / probe.cpu;
  const verdict = (isGood: boolean): string => (isGood ? 'good' : 'missed');
  console.log(
    `by a request beside by hand: ${ratio.toFixed(2)} (at most ${MAX_RATIO}: ${verdict(ratio <= MAX_RATIO)})`,
  );
  console.log(
    `by a browser beside by a request, CPU: ${cheaper.toFixed(0)} (at least ${MIN_CHEAPER}: ${verdict(cheaper >= MIN_CHEAPER)})`,
  );
  const written = stored.cpu - probe.cpu;
  console.log(
    `the same, with what the vault reads and writes for both: ${((browser.cpu + written) / stored.cpu).toFixed(0)}`,
  );
  if (ratio > MAX_RATIO || cheaper < MIN_CHEAPER) process.exitCode = 1;
}

if (process.argv[2] === SITE) await serveSite();
else {
  const rounds = Number(process.argv[2] ?? 6);
  if (Number.isInteger(rounds) && rounds > 0) await measure(rounds);
  else {
    console.error('How many rounds? Give a whole number.');
    process.exitCode = 2;
  }
}
