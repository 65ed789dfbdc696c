/** Sites end sessions without a word, on a real stack, and nobody reports it: `ensure` and a check find it, and a new session takes its place. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFlow } from '../../sites/flows/serve.js';
import { byCookie, byToken, type Silent, USER } from '../../sites/flows/silent-ends.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';

let t: TestStack;
beforeAll(async () => {
  t = await joinTestStack();
});
afterAll(() => t.stop());

let next = 0;
/** Longer than sixty calls take to come in. */
const AGE_SECONDS = 5;

interface Story {
  readonly id: string;
  readonly requests: () => number;
  ensure(max_age_seconds?: number): Promise<{ readonly verified: boolean; readonly session: string }>;
}

async function on(silent: Silent, run: (story: Story) => Promise<void>): Promise<void> {
  let requests = 0;
  const served = await serveFlow((visit) => {
    requests += 1;
    return silent.answer(visit);
  });
  const profile_name = `silent-${next++}`;
  const domain = served.host;
  try {
    await t.auth.credentials.create({ name: profile_name, domain, values: USER });
    const ensure = async (max_age_seconds?: number) => {
      const { verified } = await t.auth.agents.auth.ensure({
        domain,
        profile_name,
        credential_name: profile_name,
        ...(max_age_seconds === undefined ? {} : { max_age_seconds }),
      });
      const { cookies, origins } = await t.auth.profiles.storageState(profile_name);
      return { verified, session: JSON.stringify([cookies.map(({ value }) => value), origins]) };
    };
    const { verified } = await ensure();
    expect(verified).toBe(true);
    const [{ id } = { id: '' }] = (await t.auth.agents.auth.list({ profile_name })).items;
    await run({ id, ensure, requests: () => requests });
  } finally {
    await served.stop();
  }
}

const isAlive = (silent: Silent, session: string): boolean => silent.alive().some((value) => session.includes(value));

const KINDS: Readonly<Record<string, () => Silent>> = {
  'a cookie that changes at each use, and a login page with 200 at every address': () =>
    byCookie({ sameAddress: true, rotates: true }),
  'a token that calls carry from localStorage': byToken,
};

describe.each(Object.entries(KINDS))('%s', (_, make) => {
  it('a session that the site has ended is never answered, and a new one is', async () => {
    const silent = make();
    await on(silent, async ({ id, ensure, requests }) => {
      // The first look may have to find out which request tells.
      await t.auth.agents.auth.checkNow(id);
      const before = requests();
      const { check, verified } = await t.auth.agents.auth.checkNow(id);
      expect({ check, verified }).toMatchObject({
        verified: true,
        check: { answer: 'in', why: 'as_member', by: 'probe' },
      });
      expect(requests() - before).toBe(1);

      silent.end();
      const ready = await ensure(0);
      expect(isAlive(silent, ready.session)).toBe(true);
      expect({ verified: ready.verified, logins: silent.logins() }).toEqual({ verified: true, logins: 2 });
    });
  });
});

it('a check that finds the end starts the login by itself; sixty who ask at once are one look, and one login', async () => {
  const silent = byCookie();
  await on(silent, async ({ id, ensure, requests }) => {
    // Which request tells is found out after the login, in the background.
    const isLearned = async () => (await t.auth.agents.auth.retrieve(id)).last_check?.answer;
    await expect.poll(isLearned, { timeout: 20_000 }).toBe('in');
    // Then what one look has seen is new enough for all who come a moment later.
    await sleep(AGE_SECONDS * 1000);
    const before = requests();
    const all = await Promise.all(Array.from({ length: 60 }, () => ensure(AGE_SECONDS)));
    expect(all.every(({ session }) => isAlive(silent, session))).toBe(true);
    expect(requests() - before).toBe(1);

    silent.end();
    const { auth_agent, check, verified } = await t.auth.agents.auth.checkNow(id);
    expect({ check, verified }).toMatchObject({ verified: false, check: { answer: 'out', why: 'as_stranger' } });
    expect(auth_agent.status).toBe('NEEDS_AUTH');
    const isIn = async () => (await t.auth.agents.auth.retrieve(id)).status;
    await expect.poll(isIn, { timeout: 20_000 }).toBe('AUTHENTICATED');
    expect(silent.logins()).toBe(2);
  });
});
