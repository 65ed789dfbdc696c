import { describe, expect, it } from 'vitest';
import type { LearnedRecipe } from '../../activities/vault/types.js';
import { runSql } from './support/store.js';
import { codeOf, grant, openTestVault, rule } from './support/vault.js';

const recipe = (path: string): LearnedRecipe => ({
  login_url: `https://example.com${path}`,
  session_url: null,
  recipes: [
    {
      host: 'example.com',
      paths: [path],
      forms: [{ category: 'account-login', fields: { email: ['#mail'], password: ['#pw'] } }],
    },
  ],
});

const setUp = async () => {
  const t = await openTestVault();
  const { id } = await grant(t.admin, 'example.com');
  await t.vault.learnRecipe(id, recipe('/login'));
  return { t, id };
};

describe('what logins learned', () => {
  it('is kept until something else is learned or it is forgotten', async () => {
    const { t, id } = await setUp();
    expect(await (await t.reopen()).learnedRecipe(id)).toEqual(recipe('/login'));
    await t.vault.learnRecipe(id, recipe('/sign-in'));
    expect(await t.vault.learnedRecipe(id)).toEqual(recipe('/sign-in'));
    await t.vault.forgetRecipe(id);
    expect(await t.vault.learnedRecipe(id)).toBeNull();
    await t.vault.forgetRecipe(id);
  });

  rule('belongs to one agent: neither another domain nor another profile sees it', async () => {
    const { t } = await setUp();
    const others = [
      await grant(t.admin, 'www.example.com'),
      await grant(t.admin, 'example.com', { id: 'agent_example.com_other', profile_name: 'other' }),
    ];
    for (const other of others) expect(await t.vault.learnedRecipe(other.id)).toBeNull();
  });

  rule('goes with the agent, and a login that ends later brings nothing back', async () => {
    const { t, id } = await setUp();
    await t.admin('agents.revoke', { id });
    await t.vault.learnRecipe(id, recipe('/login'));
    await grant(t.admin, 'example.com');
    expect(await t.vault.learnedRecipe(id)).toBeNull();
  });

  it('is listed in words, newest first, and without selectors', async () => {
    const { t, id } = await setUp();
    const other = await grant(t.admin, 'other.example');
    t.clock.now += 1000;
    await t.vault.learnRecipe(other.id, { ...recipe('/in'), login_url: null });
    const first = await t.admin('recipes.list', { limit: 1 });
    expect(first).toMatchObject({ has_more: true, items: [{ auth_agent_id: other.id, login_url: null }] });
    const { items } = await t.admin('recipes.list', { offset: 1 });
    expect(items).toEqual([
      {
        auth_agent_id: id,
        domain: 'example.com',
        profile_name: 'default',
        login_url: 'https://example.com/login',
        session_url: null,
        pages: [{ host: 'example.com', path: '/login', forms: [{ fields: ['email', 'password'] }] }],
        learned_at: new Date(t.clock.now - 1000).toISOString(),
      },
    ]);
  });

  rule('is dropped when somebody says so, of that agent alone', async () => {
    const { t, id } = await setUp();
    const other = await grant(t.admin, 'other.example');
    await t.vault.learnRecipe(other.id, recipe('/in'));
    expect(await t.admin('recipes.forget', { id })).toEqual({ forgotten: true });
    expect(await t.vault.learnedRecipe(id)).toBeNull();
    expect(await t.vault.learnedRecipe(other.id)).not.toBeNull();
    expect(await t.admin('recipes.forget', { id })).toEqual({ forgotten: false });
    expect(await codeOf(t.admin('recipes.forget', { id: 'agent_nobody_x' }))).toBe('agent_not_found');
  });

  rule.each([
    ['login_url', { login_url: 'https://example.com/staff' }],
    ['credential', { credential_name: 'shop' }],
  ])('is forgotten when the agent gets another %s, and by nothing else', async (_, change) => {
    const { t, id } = await setUp();
    await t.admin('credentials.create', { name: 'shop', domain: 'example.com', values: { email: 'me@example.com' } });
    await grant(t.admin, 'example.com', { allowed_domains: ['example.com'] });
    expect(await t.vault.learnedRecipe(id)).not.toBeNull();
    await grant(t.admin, 'example.com', change);
    expect(await t.vault.learnedRecipe(id)).toBeNull();
  });

  it('has versions, and of a format that is not known it is learned anew', async () => {
    const { t, id } = await setUp();
    await t.vault.learnRecipe(id, recipe('/sign-in'));
    const rows = await runSql(t, 'select version, learned_at from learned_recipes');
    expect(rows.map(({ version, learned_at }) => [Number(version), Number(learned_at)])).toEqual([[2, t.clock.now]]);
    await runSql(t, 'update learned_recipes set format = 99');
    expect(await t.vault.learnedRecipe(id)).toBeNull();
    await t.vault.learnRecipe(id, recipe('/login'));
    expect(await t.vault.learnedRecipe(id)).toEqual(recipe('/login'));
  });
});
