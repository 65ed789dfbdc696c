import { expect, it } from 'vitest';
import { cookie, cookiesOf, saving, state, sum } from './support/profile.js';
import { as, asAlice, hasSession, logIn, SITE } from './support/session-account.js';
import { begin, load } from './support/vault.js';

it('what showed another account is loaded no more, and only that', async () => {
  const t = await asAlice();
  const ref = await as(t, 'alice');
  const { hold, profile } = await load(t.vault, ref);
  await t.vault.disownSession({ ...hold, base_version: profile?.version ?? null });
  await t.vault.releaseProfile(hold);
  expect([await hasSession(t, ref), await sum(t), await sum(t, SITE)]).toEqual([false, [], []]);
  for (const name of ['bob', 'alice']) expect(await cookiesOf(t, await as(t, name))).toEqual([]);

  // A login that comes late takes nothing from one that has saved since.
  const again = await as(t, 'alice');
  await logIn(t, again, 'alice');
  const late = (await begin(t.vault, again.auth_agent_id)).ref;
  const held = await load(t.vault, late);
  await t.vault.saveProfile(saving(held.hold, held.profile, { storage_state: state(cookie('sid', 'new', SITE)) }));
  await t.vault.disownSession({ ...held.hold, base_version: held.profile?.version ?? null });
  expect([await hasSession(t, late), await sum(t)]).toEqual([true, ['sid=new']]);
});
