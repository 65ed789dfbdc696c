import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PageLost, type Pages } from '../../../activities/browser/index.js';
import { AttemptRevoked, TIMEOUTS } from '../../../activities/login/index.js';
import type { FillResult, PageHandle, SeenPage } from '../../../contract/steps.js';
import { PASSWORD_PAGE } from '../../sites/flows/members.js';
import { serveFlow } from '../../sites/flows/serve.js';
import { SAMPLE_USER, type SampleSite, type SampleVariant, startSampleSite } from '../../sites/sample.js';
import { variant, variants } from '../../support/variants.js';
import { type Bench, bench, fieldNames, inputOf, testPages } from './harness.js';
import { totpAt } from './totp.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const SHORT = { ...TIMEOUTS, openMs: 4_000, settleMs: 4_000 };
const WRONG = 'Tr0ub4dor&3 "<quoted>"';

async function on(
  variant: SampleVariant,
  run: (b: Bench, site: SampleSite) => Promise<void>,
  users = [SAMPLE_USER],
): Promise<void> {
  const site = await startSampleSite({ seed: 7, sessionSeconds: 60, variant, users });
  const b = bench(pages, site.host, { totpSecret: SAMPLE_USER.totpSecret, login: { timeouts: SHORT } });
  try {
    await run(b, site);
    expect(pages.size).toBe(0);
  } finally {
    await site.stop();
    b.clean();
  }
}

/** Goes as far as the password page. */
async function toPassword(b: Bench): Promise<{ page: PageHandle; seen: SeenPage }> {
  const { page, outcome } = await b.open();
  const first = inputOf(outcome);
  const seen = inputOf(await b.fill(page, first, { [fieldNames(first)[0] as string]: SAMPLE_USER.email }));
  return { page, seen };
}

async function toCode(b: Bench): Promise<{ page: PageHandle; seen: SeenPage; field: string }> {
  const { page, seen } = await toPassword(b);
  const code = inputOf(await b.fill(page, seen, { password: SAMPLE_USER.password }));
  return { page, seen: code, field: fieldNames(code)[0] as string };
}

const artefactsOf = (b: Bench): string[] => readdirSync(b.artefactDir).map((name) => join(b.artefactDir, name));

describe('what the site refuses', () => {
  variant('a wrong password is refused with the words of the site, and the page is ready for another one', () =>
    on({}, async (b, site) => {
      const { page, seen } = await toPassword(b);
      const result = await b.fill(page, seen, { password: WRONG });
      expect(result).toMatchObject({
        kind: 'refused',
        fields: ['password'],
        website_error: 'That password is not right.',
      });
      expect([...b.vault.attempts.values()].at(-1)).toEqual({ state: 'judged', refused: ['password'] });
      const pageOf = (refused: FillResult) => (refused as Extract<FillResult, { kind: 'refused' }>).page as SeenPage;
      const second = await b.fill(page, pageOf(result), { password: 'another wrong one' });
      expect(second).toMatchObject({ kind: 'refused', website_error: 'That password is not right.' });
      const again = pageOf(second);
      expect(inputOf(await b.fill(page, again, { password: SAMPLE_USER.password })).fields[0]?.role).toBe('code');
      expect(site.counts()).toMatchObject({ passwordSubmits: 3, wrongPasswords: 2 });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('an unknown e-mail address is refused as that field', () =>
    on({}, async (b) => {
      const { page, outcome } = await b.open();
      const field = fieldNames(inputOf(outcome))[0] as string;
      const result = await b.fill(page, inputOf(outcome), { [field]: 'nobody@example.org' });
      expect(result).toMatchObject({ kind: 'refused', fields: [field] });
      await b.activities.closePage({ ...b.ref, page });
    }));

  variant('a used code is refused as the code', () =>
    on({}, async (b, site) => {
      b.vault.fixedCode = totpAt(SAMPLE_USER.totpSecret, Date.now());
      const first = await toCode(b);
      expect(await b.fill(first.page, first.seen, { [first.field]: { from: 'totp' } })).toMatchObject({
        kind: 'authenticated',
      });
      await b.activities.closePage({ ...b.ref, page: first.page });
      b.vault.checkpoint = null;
      const second = await toCode(b);
      const result = await b.fill(second.page, second.seen, { [second.field]: { from: 'totp' } });
      expect(result).toMatchObject({ kind: 'refused', fields: [second.field] });
      expect(site.counts().reusedCodes).toBe(1);
      await b.activities.closePage({ ...b.ref, page: second.page });
    }),
  );

  variant('a locked account ends the login', () =>
    on({ lockout: true }, async (b) => {
      const { page, seen } = await toPassword(b);
      let result: FillResult = { kind: 'input', page: seen };
      for (const wrong of ['first wrong', 'second wrong', 'third wrong', 'fourth wrong'])
        result = await b.fill(page, (result as { page: SeenPage }).page, { password: wrong });
      expect(result).toMatchObject({ kind: 'failed', code: 'account_locked' });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('what is found out before anything is typed', () => {
  variant('an empty value', () =>
    on({}, async (b, site) => {
      const { page, seen } = await toPassword(b);
      expect(await b.fill(page, seen, { password: '' })).toEqual({ kind: 'empty', fields: ['password'] });
      expect(site.counts().passwordSubmits).toBe(0);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  variant('a value that was refused before', () =>
    on({}, async (b, site) => {
      const { page, seen } = await toPassword(b);
      b.vault.refused.add(`password=${WRONG}`);
      expect(await b.fill(page, seen, { password: WRONG })).toEqual({ kind: 'refused_before', fields: ['password'] });
      expect(site.counts().passwordSubmits).toBe(0);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  variant('a code whose time step is nearly over, by our clock', () =>
    on({}, async (b, site) => {
      const { page, seen, field } = await toCode(b);
      const until = Date.now() + 20_000;
      b.vault.waitUntil = until;
      const result = await b.fill(page, seen, { [field]: { from: 'totp' } });
      expect(result.kind).toBe('wait_until');
      const at = Date.parse((result as { at: string }).at);
      // The site runs on this machine: only the rounding of its Date header lies between the clocks.
      expect(Math.abs(at - until)).toBeLessThan(3_000);
      expect(site.counts().codeSubmits).toBe(0);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('a form that is not the one that was seen', () =>
    on({}, async (b, site) => {
      const { page, seen } = await toPassword(b);
      const result = await b.fill(page, { ...seen, signature: 'another' }, { password: SAMPLE_USER.password });
      expect(result).toMatchObject({ kind: 'changed', outcome: { kind: 'input' } });
      expect(site.counts().passwordSubmits).toBe(0);
      await b.activities.closePage({ ...b.ref, page });
    }));

  variant('a revoked attempt', () =>
    on({}, async (b, site) => {
      const { page, seen } = await toPassword(b);
      const step = b.step(page, seen, { password: SAMPLE_USER.password });
      b.vault.revoke(step.attempt_id);
      await expect(b.activities.fillFields(step)).rejects.toBeInstanceOf(AttemptRevoked);
      expect(site.counts().passwordSubmits).toBe(0);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  variant('a cancelled activity', () =>
    on({}, async (b, site) => {
      const { page, seen } = await toPassword(b);
      b.abortWith('cancel');
      await expect(b.fill(page, seen, { password: SAMPLE_USER.password })).rejects.toThrow('canceled');
      expect(site.counts().passwordSubmits).toBe(0);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe.each(variants(0, ['an attempt is submitted once']))('%s', () => {
  variant('the same step again answers what came of it', () =>
    on({}, async (b, site) => {
      const { page, seen } = await toPassword(b);
      const step = b.step(page, seen, { password: SAMPLE_USER.password });
      const first = await b.activities.fillFields(step);
      expect(await b.activities.fillFields(step)).toEqual(first);
      expect(site.counts().passwordSubmits).toBe(1);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  variant('an attempt that somebody armed is looked at, never typed', () =>
    on({}, async (b, site) => {
      const { page, seen } = await toPassword(b);
      const step = b.step(page, seen, { password: SAMPLE_USER.password });
      await b.vault.prepareAttempt({ ...b.ref, attempt_id: step.attempt_id, secrets: [] });
      await b.vault.armAttempt(step);
      expect(fieldNames(inputOf(await b.activities.fillFields(step)))).toEqual(['password']);
      expect(site.counts().passwordSubmits).toBe(0);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('what the site breaks', () => {
  it.each([
    ['answers 500', { http500: true }, 'website_error'],
    ['has no login form', { noForm: true }, 'login_form_not_found'],
  ] as const)('%s', (_, variant, code) =>
    on(variant, async (b) => {
      const { outcome } = await b.open();
      expect(outcome).toMatchObject({ kind: 'failed', code });
      expect(pages.size).toBe(0);
      expect(artefactsOf(b).map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
    }),
  );

  it('never answers', () =>
    on({ hang: true }, async (b, site) => {
      b.vault.grant = { ...b.vault.grant, login_url: site.loginUrl };
      expect((await b.open()).outcome).toMatchObject({ kind: 'failed', code: 'network_error' });
      expect(pages.size).toBe(0);
    }));

  it('is not there', async () => {
    const site = await startSampleSite({ seed: 7 });
    await site.stop();
    // A refusal comes at once: the usual time is for a busy machine.
    const b = bench(pages, site.host);
    expect((await b.open()).outcome).toMatchObject({ kind: 'failed', code: 'network_error' });
    const reached = b.vault.trace.filter(({ rule }) => rule === 'reached');
    expect(new Set(reached.map(({ facts }) => facts.cause))).toEqual(new Set(['connection_refused']));
    b.clean();
  });

  it('has a cookie for the user, and leads to where nobody answers', async () => {
    const gone = await serveFlow(() => undefined);
    await gone.stop();
    const led = { to: gone.origin, cookies: ['sid=half'] };
    const site = await serveFlow(({ path }) => (path === '/' ? PASSWORD_PAGE : path === '/password' ? led : undefined));
    const b = bench(pages, site.host, { login: { timeouts: SHORT } });
    const { page, outcome } = await b.open();
    const end = await b.fill(page, inputOf(outcome), { email: SAMPLE_USER.email, password: SAMPLE_USER.password });
    expect(end).toMatchObject({ kind: 'failed', code: 'network_error' });
    await b.activities.closePage({ ...b.ref, page });
    await site.stop();
    b.clean();
  });

  it.each(variants(1, ['typing', 'always'] as const))('disables the password field (%s)', (disabledField) =>
    on({ disabledField }, async (b, site) => {
      const { page, outcome } = await b.open();
      const first = inputOf(outcome);
      const next = await b.fill(page, first, { [fieldNames(first)[0] as string]: SAMPLE_USER.email });
      const second = next.kind === 'input' && next.page.fields.length > 0 ? next.page : null;
      const result = second === null ? next : await b.fill(page, second, { password: SAMPLE_USER.password });
      expect(result).toMatchObject({ kind: 'failed', code: 'element_not_found' });
      expect(JSON.stringify(result)).not.toContain(SAMPLE_USER.password);
      expect(site.counts()).toMatchObject({ passwordSubmits: 0 });
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('replaces the password field under the typing hands', () =>
    on({ disabledField: 'rerender' }, async (b, site) => {
      const { page, seen } = await toPassword(b);
      expect(inputOf(await b.fill(page, seen, { password: SAMPLE_USER.password })).fields[0]?.role).toBe('code');
      expect(site.counts()).toMatchObject({ passwordSubmits: 1, wrongPasswords: 0 });
      await b.activities.closePage({ ...b.ref, page });
    }));

  variant('greets the user but leaves no session', () =>
    on({ noSession: true }, async (b) => {
      const { page, seen, field } = await toCode(b);
      const done = await b.fill(page, seen, { [field]: { from: 'totp' } });
      expect(done.kind).toBe('authenticated');
      const saved = await b.activities.saveSession({ ...b.ref, page });
      expect(saved).toMatchObject({ kind: 'not_kept' });
      expect(b.vault.saved).toEqual([]);
      expect(pages.size).toBe(0);
    }),
  );
});

describe('a page that is gone', () => {
  variant('is reported as lost', () =>
    on({}, async (b) => {
      const { page, seen } = await toPassword(b);
      await b.activities.closePage({ ...b.ref, page });
      await expect(b.fill(page, seen, { password: 'x' })).rejects.toBeInstanceOf(PageLost);
      await expect(b.activities.lookAtPage({ ...b.ref, page })).rejects.toBeInstanceOf(PageLost);
      await expect(b.activities.saveSession({ ...b.ref, page })).rejects.toBeInstanceOf(PageLost);
    }),
  );

  it('is opened again where the login stood, and nothing is submitted twice', () =>
    on({}, async (b, site) => {
      const { page, field } = await toCode(b);
      await b.activities.closePage({ ...b.ref, page });
      const reopened = await b.open();
      expect(fieldNames(inputOf(reopened.outcome))).toEqual([field]);
      expect(site.counts()).toMatchObject({ identifierSubmits: 1, passwordSubmits: 1 });
      await b.activities.closePage({ ...b.ref, page: reopened.page });
    }));
});

describe.each(variants(0, ['a site that repeats what was typed in text, title and address']))('%s', () => {
  variant('gets none of it into outcomes or artefacts', () =>
    on({ echo: true, noSession: true }, async (b) => {
      const { page, outcome } = await b.open();
      const first = inputOf(outcome);
      const told: unknown[] = [outcome];
      const tell = async (result: Promise<FillResult>): Promise<FillResult> => {
        told.push(await result);
        return result;
      };
      const second = inputOf(await tell(b.fill(page, first, { [fieldNames(first)[0] as string]: SAMPLE_USER.email })));
      const refused = await tell(b.fill(page, second, { password: WRONG }));
      const third = (refused as Extract<FillResult, { kind: 'refused' }>).page as SeenPage;
      const code = inputOf(await tell(b.fill(page, third, { password: SAMPLE_USER.password })));
      await tell(b.fill(page, code, { [fieldNames(code)[0] as string]: { from: 'totp' } }));
      told.push(await b.activities.saveSession({ ...b.ref, page }));
      expect(told.at(-1)).toMatchObject({ kind: 'not_kept', artefact: expect.any(String) });
      const texts = artefactsOf(b)
        .filter((path) => path.endsWith('.json'))
        .map((path) => readFileSync(path, 'utf8'));
      expect(texts.length).toBeGreaterThan(0);
      for (const text of [JSON.stringify(told), ...texts])
        for (const value of [SAMPLE_USER.email, SAMPLE_USER.password, WRONG])
          for (const writing of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
            expect(text).not.toContain(writing);
    }),
  );
});
