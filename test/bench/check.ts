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
import { inTurns } from './check/batches.js';

/**
 * `npm run bench:check [-- ROUNDS]`: a look by a request beside the same request written by hand, and beside a look by a browser: at one site, in turns. The site takes as long for an answer as one does that is not on this machine.
 * Its pages are tiny: those that applications ship cost a browser more, and a request about the same. What is measured is what one look more costs a worker that has looked at sessions for hours ([ADR 0065](../../docs/adr/0065-what-a-look-costs.md)).
 */
const SITE = 'site';
const ANSWER_MS = 100;
const MAX_RATIO = 1.3;
const MIN_CHEAPER = 50;
/** As many as a worker looks at side by side. */
const AT_ONCE = 5;
const BY_REQUEST = { times: 10, rest: 300, inOthers: false };

async function measure(rounds: number): Promise<void> {
  const pages = new Pages({ browser: await needTool('chromium') });
  const site = await startSite();
  const stateDir = await mkdtemp(join(tmpdir(), 'bench-check-'));
  const vault = await openVault({ stateDir, postgres: undefined });
  try {
    const saved = await logIn(pages, site.host);
    const accessKey = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
    const ids = await keep({ vault, accessKey, host: site.host }, saved);
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
    await lookIfFree(probed, ids[0]!);
    for (const id of ids) await lookIfFree(stored, id);
    const cookies = saved.storage_state.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const byHand = async (): Promise<void> => {
      await (await fetch(`${site.origin}/`, { headers: { cookie: cookies }, redirect: 'manual' })).text();
    };
    const ways = {
      byHand: { ...BY_REQUEST, atOnce: ids.map(() => byHand) },
      probe: { ...BY_REQUEST, atOnce: ids.map((id) => () => look(probed, id)) },
      stored: { ...BY_REQUEST, atOnce: ids.map((id) => () => look(stored, id)) },
      // One at a time, as a worker does.
      browser: { times: 6, rest: 1_000, inOthers: true, atOnce: [() => look(browsed, ids[0]!)] },
    };
    print(await inTurns(ways, rounds, site.process.pid!), rounds);
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

/** Keeps the session as that of each of some agents. @returns their ids */
async function keep(
  { vault, accessKey, host }: { readonly vault: Vault; readonly accessKey: string; readonly host: string },
  { storage_state, session_storage, leads, post_login_url, browser }: SaveProfile,
): Promise<readonly string[]> {
  const admin = createCaller(() => vault, accessKey);
  const ids: string[] = [];
  for (let n = 0; n < AT_ONCE; n += 1) {
    const id = agentId(host, `bench-${n}`);
    await admin('agents.grant', { id, domain: host, profile_name: `bench-${n}` });
    const { ref } = await begin(vault, id);
    const { hold } = await load(vault, ref);
    const facts = { post_login_url, shown_url: null, session_expires_at: null, base_version: null };
    await vault.saveProfile({ ...hold, storage_state, session_storage, leads: leads!, browser: browser!, ...facts });
    await vault.closeInvocation(closing(ref));
    const said = { id, status: 'AUTHENTICATED', save_credential_as: null } as const;
    await vault.recordAgent({ ...said, last_auth_at: null, session_expires_at: null, post_login_url: null }, id);
    ids.push(id);
  }
  return ids;
}

async function look(looker: Looker, id: string): Promise<void> {
  const { verified } = await checkSession(looker, { id, max_age_seconds: 0, wait_seconds: 30 });
  if (!verified) throw new Error('not seen to work');
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2;
};

function print({ costs, warmUps }: Awaited<ReturnType<typeof inTurns<Name>>>, rounds: number): void {
  console.log(
    `${rounds} batches each, a site that answers in ${ANSWER_MS} ms${' '.repeat(11)}alone   CPU of a look, least to most`,
  );
  const row = (title: string, name: Name): void => {
    const { alone, cpu } = costs[name];
    const [least, most] = [Math.min(...cpu), Math.max(...cpu)].map((ms) => ms.toFixed(1));
    console.log(
      `${title.padEnd(52)}${median(alone).toFixed(0).padStart(6)} ms${median(cpu).toFixed(2).padStart(8)} ms  ${least} to ${most}, after ${warmUps[name]} to warm up`,
    );
  };
  row('a request written by hand', 'byHand');
  row('a look by a request', 'probe');
  row('the same, with what the vault reads and writes', 'stored');
  row('a look by a browser', 'browser');
  const cpu = (name: Name): number => median(costs[name].cpu);
  const ratio = median(costs.probe.alone) / median(costs.byHand.alone);
  const cheaper = cpu('browser') / cpu('probe');
  const whole = (cpu('browser') + cpu('stored') - cpu('probe')) / cpu('stored');
  const verdict = (isGood: boolean): string => (isGood ? 'good' : 'missed');
  console.log(
    `by a request beside by hand: ${ratio.toFixed(2)} (at most ${MAX_RATIO}: ${verdict(ratio <= MAX_RATIO)})`,
  );
  for (const [title, times] of [
    ['by a browser beside by a request, CPU', cheaper],
    ['the same, with what the vault reads and writes for both', whole],
  ] as const)
    console.log(`${title}: ${times.toFixed(0)} (at least ${MIN_CHEAPER}: ${verdict(times >= MIN_CHEAPER)})`);
  if (ratio > MAX_RATIO || cheaper < MIN_CHEAPER || whole < MIN_CHEAPER) process.exitCode = 1;
}

type Name = 'byHand' | 'probe' | 'stored' | 'browser';

if (process.argv[2] === SITE) await serveSite();
else {
  const rounds = Number(process.argv[2] ?? 12);
  if (Number.isInteger(rounds) && rounds > 0) await measure(rounds);
  else {
    console.error('How many rounds? Give a whole number.');
    process.exitCode = 2;
  }
}
