/** Sites end sessions without a word, on a real stack, and nobody reports it: `ensure` and a check find it, and a new session takes its place. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { serveFlow } from '../../sites/flows/serve.js';
import { byCookie, byToken, type Silent, USER } from '../../sites/flows/silent-ends.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { variants } from '../../support/variants.js';
import { type Ask, adminKey, asker, startTestServer, type TestServer } from '../http/support.js';
import { age } from './aged.js';

let t: TestStack;
let server: TestServer;
let ask: Ask;
beforeAll(async () => {
  t = await joinTestStack();
  server = await startTestServer(t);
  ask = asker(server.url);
});
afterAll(async () => {
  await server?.stop();
  await t?.stop();
});

const served: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(served.splice(0).map((site) => site.stop()));
});

let next = 0;
/** Longer than sixty calls take to come in. */
const AGE_SECONDS = 5;

interface Story {
  readonly id: string;
  readonly silent: Silent;
  readonly requests: () => number;
  ensure(max_age_seconds?: number): Promise<{ readonly verified: boolean; readonly isAlive: boolean }>;
}

/** An agent that is logged in at a site, and has found out how its session can be looked at. */
async function loggedIn(silent: Silent): Promise<Story> {
  let requests = 0;
  const site = await serveFlow((visit) => {
    requests += 1;
    return silent.answer(visit);
  });
  served.push(site);
  const profile_name = `silent-${next++}`;
  const domain = site.host;
  await t.auth.credentials.create({ name: profile_name, domain, values: USER });
  const agent = { domain, profile_name, credential_name: profile_name };
  const ensure = async (max_age_seconds?: number) => {
    const age = max_age_seconds === undefined ? {} : { max_age_seconds };
    const { verified } = await t.auth.agents.auth.ensure({ ...agent, ...age });
    const { cookies, origins } = await t.auth.profiles.storageState(profile_name);
    const session = JSON.stringify([cookies.map(({ value }) => value), origins]);
    return { verified, isAlive: silent.alive().some((value) => session.includes(value)) };
  };
  expect(await ensure()).toEqual({ verified: true, isAlive: true });
  const [{ id } = { id: '' }] = (await t.auth.agents.auth.list({ profile_name })).items;
  // Where the site gives the session anew with each use, the first look finds that out.
  await t.auth.agents.auth.checkNow(id);
  await expect.poll(() => t.auth.agents.auth.retrieve(id)).toMatchObject({ last_check: { answer: 'in', by: 'probe' } });
  return { id, silent, ensure, requests: () => requests };
}

const WAYS: Readonly<Record<string, () => Silent>> = {
  'is started again, and shows its login page at every address': () => byCookie({ sameAddress: true, rotates: true }),
  'ends what was not used for long': () => byCookie({ ends: 'unused' }),
  'ends what is old': () => byCookie({ ends: 'old' }),
  'knows one login of a user': () => byCookie({ ends: 'elsewhere' }),
  'has revoked the token': byToken,
};

it('an agent finds by itself that a site has ended its session, in whichever way, and logs in again', async () => {
  const stories: Story[] = [];
  for (const make of variants(2, Object.values(WAYS))) stories.push(await loggedIn(make()));
  for (const { silent } of stories) silent.end();
  const each = (count: number) => stories.map(() => count);
  expect(stories.map(({ silent }) => silent.logins())).toEqual(each(1));
  await age(
    t,
    stories.map(({ id }) => id),
  );
  const logins = () => stories.map(({ silent }) => silent.logins());
  await expect.poll(logins, { timeout: 150_000, interval: 500 }).toEqual(each(2));
  for (const { id } of stories)
    await expect
      .poll(() => t.auth.agents.auth.retrieve(id), { timeout: 20_000 })
      .toMatchObject({ status: 'AUTHENTICATED' });
  for (const { ensure } of stories) expect(await ensure(0)).toEqual({ verified: true, isAlive: true });
  expect(logins()).toEqual(each(2));
});

it('sixty who ask at once are one look; what is over is never answered, over HTTP neither', async () => {
  const { id, silent, ensure, requests } = await loggedIn(byCookie());
  // Then what one look has seen is new enough for all who come a moment later.
  await sleep(AGE_SECONDS * 1000);
  const before = requests();
  const all = await Promise.all(Array.from({ length: 60 }, () => ensure(AGE_SECONDS)));
  expect(all.every(({ verified, isAlive }) => verified && isAlive)).toBe(true);
  expect(requests() - before).toBe(1);

  silent.end();
  await age(t, [id]);
  const key = await adminKey(t);
  const { status, body } = await ask('POST', `/agents/auth/${id}/ensure`, key, { max_age_seconds: 0, timeout: 60 });
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { verified: true, auth_agent: { id, status: 'AUTHENTICATED' } },
  });
  expect({ logins: silent.logins(), ...(await ensure()) }).toEqual({ logins: 2, verified: true, isAlive: true });
  silent.end();
  await age(t, [id]);
  const found = await ask('POST', `/agents/auth/${id}/check`, key, { max_age_seconds: 0 });
  expect(found.body).toMatchObject({ verified: false, check: { answer: 'out', why: 'as_stranger', by: 'probe' } });
  await expect.poll(() => silent.logins(), { timeout: 90_000 }).toBe(3);
  const changed = await ask('PATCH', `/agents/auth/${id}`, key, { health_checks: false, health_check_interval: 600 });
  expect(changed.body).toMatchObject({ health_checks: false, health_check_interval: 600 });
});
