/** What is written back goes to the session that was handed out, and into nobody else's. */
import { describe, expect, it } from 'vitest';
import { agentId } from '../../contract/index.js';
import { cookie, cookiesOf, loginOf, save, state, sum } from './support/profile.js';
import { giveBack, handOut, newBase, sid, withCookies } from './support/session.js';
import { as, asAlice, credential, hasSession, logIn, SITE } from './support/session-account.js';
import { closing, codeOf, openTestVault, type TestVault } from './support/vault.js';

const REGISTRABLE = 'example.com';

/** What a caller has changed at the site, and a cookie at another one, which nobody minds. */
const renewed = (session: Awaited<ReturnType<typeof handOut>>) => ({
  storage_state: withCookies(session, sid('renewed', SITE), cookie('x', '1', 'other.example')),
});

/** Besides Alice's agent one of another site. */
async function start() {
  const t = await asAlice();
  const other = await loginOf(t, 'other.example');
  await save(t, other, () => [cookie('s', '1', 'other.example')]);
  await t.vault.closeInvocation(closing(other));
  return t;
}

describe('another account', () => {
  it('hands out nothing of who was there before, not even of the host that is asked for', async () => {
    const t = await start();
    await as(t, 'bob');
    for (const domain of [undefined, SITE]) {
      const { storage_state, handed_out } = await handOut(t, domain === undefined ? {} : { domain });
      expect([JSON.stringify(storage_state).includes('alice'), Object.keys(handed_out)]).toEqual([
        false,
        domain === undefined ? ['other.example'] : [],
      ]);
    }
  });

  it('gets nothing that belongs to who was there before, whether it has logged in or not', async () => {
    for (const hasLoggedIn of [false, true]) {
      const t = await start();
      const sessions = [await handOut(t, { base: newBase() }), await handOut(t)];
      const bob = await as(t, 'bob');
      if (hasLoggedIn) await logIn(t, bob, 'bob');
      for (const session of sessions)
        expect(await giveBack(t, session, renewed(session))).toMatchObject({ left_out: [REGISTRABLE] });
      expect(await cookiesOf(t, await as(t, 'bob'))).toEqual(hasLoggedIn ? ['sid=bob'] : []);
      expect(await cookiesOf(t, await as(t, 'alice'))).toEqual(['sid=alice']);
      expect(await cookiesOf(t, await loginOf(t, 'other.example'))).toEqual(['s=1', 'x=1']);
    }
  });

  it('that came and went in between leaves the session as it is, or there is a new one', async () => {
    for (const [found, left_out, after] of [
      ['alice', [], 'renewed'],
      ['new', [REGISTRABLE], 'new'],
    ] as const) {
      const t = await start();
      const session = await handOut(t, { base: newBase() });
      await logIn(t, await as(t, 'bob'), 'bob');
      await logIn(t, await as(t, 'alice'), found);
      expect(await giveBack(t, session, renewed(session))).toMatchObject({ left_out });
      expect(await cookiesOf(t, await as(t, 'alice'))).toEqual([`sid=${after}`]);
      expect(await cookiesOf(t, await as(t, 'bob'))).toEqual(['sid=bob']);
    }
  });

  it('that was handed nothing takes nothing away from who is back, and adds nothing to it', async () => {
    const t = await start();
    await as(t, 'bob');
    const session = await handOut(t, { base: newBase() });
    await as(t, 'alice');
    const elsewhere = withCookies(session, cookie('x', '1', 'other.example'));
    expect((await giveBack(t, session, { storage_state: elsewhere })).left_out).toEqual([]);
    expect((await giveBack(t, session, renewed(session))).left_out).toEqual([REGISTRABLE]);
    expect(await cookiesOf(t, await as(t, 'alice'))).toEqual(['sid=alice']);
  });

  it('is who a person has said to be in a login, and who a corrected name is', async () => {
    const changes = [
      async (t: TestVault) => logIn(t, await as(t, 'alice'), 'bob', { email: 'bob@example.com', password: 'b' }),
      async (t: TestVault) => logIn(t, await as(t, null), 'bob', { email: 'bob@example.com', password: 'b' }),
      (t: TestVault) => t.admin('credentials.update', { id_or_name: 'alice', values: { email: 'carol@example.com' } }),
    ];
    for (const change of changes) {
      const t = await start();
      const session = await handOut(t, { base: newBase() });
      await change(t);
      expect(await giveBack(t, session, renewed(session))).toMatchObject({ left_out: [REGISTRABLE] });
      expect(JSON.stringify(await handOut(t))).not.toContain('renewed');
    }
  });

  it('may have logged in where nothing was handed out: what somebody did there is nobody’s', async () => {
    const t = await openTestVault();
    await credential(t, 'alice', { email: 'alice@example.com', password: 'a' });
    await t.admin('profiles.create', { name: 'p' });
    const ref = await as(t, 'alice');
    const session = await handOut(t, { base: newBase() });
    await logIn(t, ref, 'alice');
    const mine = { storage_state: withCookies(session, cookie('mine', '1', SITE)) };
    expect(await giveBack(t, session, mine)).toMatchObject({ left_out: [REGISTRABLE] });
    expect(await sum(t)).toEqual(['sid=alice']);
  });

  it('of a shared site is in use by turns: a session of one host is that of its own agent', async () => {
    const t = await asAlice();
    const bob = await as(t, 'bob', 'admin.example.com');
    await save(t, bob, () => [cookie('sid', 'bob', '.example.com')]);
    await t.vault.closeInvocation(closing(bob));
    const of = (domain: string) => handOut(t, { domain });
    expect((await of('admin.example.com')).storage_state.cookies).toMatchObject([{ value: 'bob' }]);
    const alices = await of(SITE);
    expect(alices.storage_state.cookies).toEqual([]);
    expect(await giveBack(t, alices, { storage_state: state(sid('x', SITE)) })).toMatchObject({
      left_out: [REGISTRABLE],
    });
    const again = await as(t, 'bob', 'admin.example.com');
    expect([await cookiesOf(t, again), await cookiesOf(t, await as(t, 'alice'))]).toEqual([['sid=bob'], ['sid=alice']]);
  });
});

describe('another session', () => {
  const replacements = {
    import: (t: TestVault) =>
      t.admin('profiles.import', { name: 'p', domain: SITE, storage_state: state(sid('imported', SITE)) }),
    'import of everything': (t: TestVault) =>
      t.admin('profiles.import', { name: 'p', storage_state: state(cookie('s', '1', 'other.example')) }),
    rollback: (t: TestVault) => t.admin('profiles.rollback', { id_or_name: 'p', version: 1 }),
  };

  it('that an import or a rollback has put there takes nothing of the one before', async () => {
    for (const [what, replace] of Object.entries(replacements)) {
      const t = await start();
      const ref = await as(t, 'alice');
      await logIn(t, ref, 'alice2');
      const session = await handOut(t, { base: newBase() });
      await replace(t);
      const before = (await sum(t)).filter((one) => one.startsWith('sid'));
      expect([what, (await giveBack(t, session, renewed(session))).left_out]).toEqual([
        what,
        expect.arrayContaining([REGISTRABLE]),
      ]);
      expect([what, (await sum(t)).filter((one) => one.startsWith('sid'))]).toEqual([what, before]);
    }
  });

  it('of a profile that was made again under its name takes nothing', async () => {
    const t = await start();
    const [kept, session] = [await handOut(t, { base: newBase() }), await handOut(t)];
    await t.admin('profiles.delete', { id_or_name: 'p' });
    await logIn(t, await as(t, 'alice'), 'new');
    expect(await codeOf(giveBack(t, kept, renewed(kept)))).toBe('profile_not_found');
    expect((await giveBack(t, session, renewed(session))).left_out).toEqual([REGISTRABLE, 'other.example']);
    expect(await sum(t)).toEqual(['sid=new']);
  });

  it('is none where logins have renewed the same one: what was kept is compared, however many there were', async () => {
    const t = await asAlice();
    const session = await handOut(t, { base: newBase() });
    for (const value of ['1', '2', '3', '4', '5']) await logIn(t, await as(t, 'alice'), value);
    const changed = withCookies(session, sid('mine', SITE), cookie('theme', 'dark', SITE));
    expect((await giveBack(t, session, { storage_state: changed })).left_out).toEqual([]);
    expect(await sum(t)).toEqual(['sid=5', 'theme=dark']);
  });
});

it('a rollback between sessions of one account concerns no agent of another', async () => {
  const t = await asAlice();
  await logIn(t, await as(t, 'alice'), 'alice2');
  await as(t, 'bob');
  expect((await t.admin('profiles.rollback', { id_or_name: 'p', version: 1 })).agents).toEqual([]);
  await as(t, 'alice');
  expect(await t.admin('profiles.rollback', { id_or_name: 'p', version: 2 })).toMatchObject({
    agents: [agentId(SITE, 'p')],
  });
});

describe('what is written back', () => {
  it('tells an agent whose session it has emptied, and no other one', async () => {
    const t = await start();
    const alice = await as(t, 'alice');
    const session = await handOut(t);
    const [, other] = [await hasSession(t, alice), await loginOf(t, 'other.example')];
    await giveBack(t, session, { storage_state: withCookies(session, sid('', SITE)) });
    expect([await hasSession(t, alice), await hasSession(t, other)]).toEqual([false, true]);
    expect(await t.vault.changedAgents()).toContain(alice.auth_agent_id);
  });

  it('needs the scope admin for sites that are new to the profile', async () => {
    const t = await start();
    const keeper = { admin: await t.callerWith(['orchestrate']) };
    const session = await handOut(keeper);
    const more = withCookies(session, cookie('x', '1', 'evil.example'));
    expect((await giveBack(keeper, session, { storage_state: more })).left_out).toEqual(['evil.example']);
    const { domain, version, base, handed_out } = session;
    const given = { domain, version, base, handed_out, storage_state: more, session_storage: null, new_sites: true };
    expect(await codeOf(keeper.admin('profiles.save', { id_or_name: 'p', ...given }))).toBe('forbidden');
    expect(JSON.stringify(await handOut(t))).not.toContain('evil.example');
    await t.admin('profiles.save', { id_or_name: 'p', ...given });
    expect((await handOut(t)).unproven).toContain('evil.example');
  });
});
