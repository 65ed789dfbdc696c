import { describe, expect, it } from 'vitest';
import { cookie, cookiesOf, loginOf, save, state, sum } from './support/profile.js';
import { begin, closing, codeOf, openTestVault, rule, type TestVault } from './support/vault.js';

const A = 'agent_a.example_p';
const B = 'agent_b.example_p';

const importOf = ({ admin }: TestVault, domain: string, value: string) =>
  admin('profiles.import', { name: 'p', domain, storage_state: state(cookie('s', value, domain)) });

const versions = async ({ admin }: TestVault) =>
  (await admin('profiles.versions', { id_or_name: 'p' })).map(({ version, written_by, is_current }) => [
    version,
    written_by,
    is_current,
  ]);

/** Two agents with a session each, in versions 1 and 2; a third one replaces that of the first. */
async function start() {
  const t = await openTestVault();
  for (const [n, domain] of ['a.example', 'b.example', 'a.example'].entries()) {
    const ref = await loginOf(t, domain);
    t.clock.now += 1_000;
    await save(t, ref, (cookies) => [
      ...cookies.filter((one) => one.domain !== domain),
      cookie('s', `${n + 1}`, domain),
    ]);
    await t.vault.closeInvocation(closing(ref));
  }
  return t;
}

const statusOf = async ({ admin }: TestVault, id: string) => (await admin('agents.retrieve', { id })).status;

describe('versions of a profile', () => {
  rule('say when and by what they were written', async () => {
    const t = await start();
    expect(await t.admin('profiles.versions', { id_or_name: 'p' })).toEqual([
      {
        version: 3,
        written_at: '2026-03-01T12:00:03.000Z',
        written_by: 'login',
        domains: ['a.example', 'b.example'],
        is_current: true,
      },
      {
        version: 2,
        written_at: '2026-03-01T12:00:02.000Z',
        written_by: 'login',
        domains: ['a.example', 'b.example'],
        is_current: false,
      },
      {
        version: 1,
        written_at: '2026-03-01T12:00:01.000Z',
        written_by: 'login',
        domains: ['a.example'],
        is_current: false,
      },
    ]);
    await importOf(t, 'c.example', 'x');
    expect((await versions(t))[0]).toEqual([4, 'import', true]);
    await t.admin('profiles.create', { name: 'q' });
    expect(await t.admin('profiles.versions', { id_or_name: 'q' })).toMatchObject([{ written_by: 'create' }]);
    expect(await codeOf(t.admin('profiles.versions', { id_or_name: 'none' }))).toBe('profile_not_found');
  });

  it('can be gone back to: as a new one, with the agents that it concerns unproven', async () => {
    const t = await start();
    expect([await statusOf(t, A), await statusOf(t, B)]).toEqual(['AUTHENTICATED', 'AUTHENTICATED']);
    const { profile, agents } = await t.admin('profiles.rollback', { id_or_name: 'p', version: 2 });
    expect(profile).toMatchObject({ version: 4 });
    expect(agents).toEqual([A]);
    expect(await sum(t)).toEqual(['s=1', 's=2']);
    expect([await statusOf(t, A), await statusOf(t, B)]).toEqual(['NEEDS_AUTH', 'AUTHENTICATED']);
    expect([await t.vault.hasSession(A), await t.vault.hasSession(B)]).toEqual([false, true]);
    expect((await versions(t))[0]).toEqual([4, 'rollback', true]);
    // Forth again.
    expect((await t.admin('profiles.rollback', { id_or_name: 'p', version: 3 })).agents).toEqual([A]);
    expect(await sum(t)).toEqual(['s=2', 's=3']);
  });

  rule('an agent that loses its session by it is told, too', async () => {
    const t = await start();
    expect((await t.admin('profiles.rollback', { id_or_name: 'p', version: 1 })).agents).toEqual([A, B]);
    expect(await sum(t)).toEqual(['s=1']);
    expect(await t.vault.hasSession(B)).toBe(false);
    const { ref } = await begin(t.vault, B);
    expect(await cookiesOf(t, ref)).toEqual([]);
  });

  rule('a login that loaded before it loses nothing of what it proves', async () => {
    const t = await start();
    const { ref } = await begin(t.vault, A);
    const loaded = await t.vault.loadProfile(ref);
    if (loaded.kind !== 'loaded') throw new Error(loaded.kind);
    await t.admin('profiles.rollback', { id_or_name: 'p', version: 1 });
    const saved = await t.vault.saveProfile({
      ...loaded.hold,
      storage_state: state(cookie('s', 'new', 'a.example')),
      session_storage: null,
      base_version: loaded.profile?.version ?? null,
      post_login_url: null,
      shown_url: null,
      session_expires_at: null,
    });
    expect(saved).toEqual({ version: 5, replaced: true });
    expect(await sum(t)).toEqual(['s=new']);
  });

  rule('that are not kept any more, and keys that may not, are refused', async () => {
    const t = await start();
    await importOf(t, 'c.example', 'x');
    const back = (version: number) => codeOf(t.admin('profiles.rollback', { id_or_name: 'p', version }));
    expect([await back(1), await back(9), await back(0)]).toEqual([
      'version_not_found',
      'version_not_found',
      'invalid_input',
    ]);
    const orchestrate = await t.callerWith(['orchestrate']);
    expect(await codeOf(orchestrate('profiles.rollback', { id_or_name: 'p', version: 2 }))).toBe('forbidden');
  });
});
