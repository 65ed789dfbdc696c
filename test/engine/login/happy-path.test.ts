import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { SAMPLE_USER, startSampleSite } from '../../sites/sample.js';
import { variants } from '../../support/variants.js';
import { bench, fieldNames, inputOf, testPages } from './harness.js';

const STORED = { email: SAMPLE_USER.email };

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

describe.each(variants(2, [11, 22, 1020, 33]))('a login on the sample site drawn from seed %i', (seed) => {
  it('goes from e-mail to password to code to a saved session, and the next one is logged in already', async () => {
    const site = await startSampleSite({ seed, sessionSeconds: 60 });
    const b = bench(pages, site.host, { totpSecret: SAMPLE_USER.totpSecret, stored: STORED });
    try {
      const opened = await b.open();
      const first = inputOf(opened.outcome);
      expect(fieldNames(first)).toHaveLength(1);
      expect(first.fields[0]?.role).toBe('identifier');
      const identifier = fieldNames(first)[0] as string;

      const second = inputOf(await b.fill(opened.page, first, { [identifier]: { from: 'stored', key: 'email' } }));
      expect(fieldNames(second)).toEqual(['password']);

      const third = inputOf(await b.fill(opened.page, second, { password: SAMPLE_USER.password }));
      expect(third.fields.map(({ role }) => role)).toEqual(['code']);

      const done = await b.fill(opened.page, third, { [fieldNames(third)[0] as string]: { from: 'totp' } });
      expect(done.kind).toBe('authenticated');

      const before = Date.now();
      const saved = await b.activities.saveSession({ ...b.ref, page: opened.page });
      expect(saved).toMatchObject({ kind: 'saved', post_login_url: site.membersUrl });
      const end = Date.parse((saved as { session_expires_at: string }).session_expires_at);
      expect(end).toBeGreaterThan(before);
      // What a server says of time is in whole seconds.
      expect(end).toBeLessThanOrEqual(Date.now() + 61_000);
      expect(site.counts()).toMatchObject({ identifierSubmits: 1, passwordSubmits: 1, codeSubmits: 1 });
      expect(pages.size).toBe(0);

      const again = await b.open();
      expect(again.outcome).toEqual({ kind: 'authenticated', url: site.membersUrl });
      await b.activities.closePage({ ...b.ref, page: again.page });
    } finally {
      await site.stop();
      b.clean();
    }
  });
});
