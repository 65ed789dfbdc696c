import { expect, it } from 'vitest';
import { DAY, HOUR, makeAgent, start } from './support/account.js';
import { closing, load, NO_FACTS, NO_SESSION, rule } from './support/vault.js';

const ASKED = { question: 1, site: 'example.com', provider: null };

it('counts a login as waiting from the question until something is typed or chosen', async () => {
  const { t, account } = await start();
  const waiting = async () => (await t.vault.counts()).waiting_for_person;
  const [one, two] = [await account.begin(), await account.begin()];
  expect(await waiting()).toBe(0);
  for (const ref of [one, two]) await t.vault.noteAsked(ref, ASKED);
  expect(await waiting()).toBe(2);
  await account.clear(one);
  expect(await waiting()).toBe(1);
  await t.vault.noteChoice(two);
  expect(await waiting()).toBe(0);
  await t.vault.noteAsked(one, { ...ASKED, question: 2 });
  expect(await waiting()).toBe(1);
  await account.end(one);
  expect(await waiting()).toBe(0);
});

rule('counts sessions that end within a day, and those that should have ended', async () => {
  const { t, account } = await start();
  const ends = [HOUR, 2 * DAY, null];
  for (const [n, ms] of ends.entries()) {
    const other = n === 0 ? account : await makeAgent(t, `profile-${n}`, 'shop');
    const ref = await other.begin();
    const { hold } = await load(t.vault, ref);
    const session_expires_at = ms === null ? null : new Date(t.clock.now + ms).toISOString();
    await t.vault.saveProfile({ ...hold, ...NO_SESSION, ...NO_FACTS, session_expires_at });
    await t.vault.closeInvocation(closing(ref));
  }
  expect((await t.vault.counts()).sessions_ending).toBe(1);
  t.clock.now += 3 * DAY;
  expect((await t.vault.counts()).sessions_ending).toBe(2);
});
