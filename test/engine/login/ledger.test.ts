import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Clearance } from '../../../activities/vault/types.js';
import { PASSWORD_PAGE } from '../../sites/flows/members.js';
import { ANSWER, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

describe('nothing is typed, and the attempt not armed, where the ledger of the account says', () => {
  it.each<[Clearance, unknown]>([
    [
      { kind: 'wait', until: 0 },
      { kind: 'wait_until', at: '1970-01-01T00:00:00.000Z', why: 'account' },
    ],
    [
      { kind: 'refused', fields: ['password'] },
      { kind: 'refused_before', fields: ['password'] },
    ],
    [
      { kind: 'stopped', stop: { why: 'locked', until: null } },
      { kind: 'stopped', why: 'locked', until: null },
    ],
  ])('%j', (clearance, result) =>
    onFlow(
      pages,
      ({ path }) => (path === '/' ? PASSWORD_PAGE : undefined),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        b.vault.clearance = clearance;
        expect(await b.fill(page, inputOf(outcome), VALUES)).toEqual(result);
        expect([...b.vault.attempts.values()]).toEqual([{ state: 'prepared', refused: [] }]);
        expect(posts).toEqual([]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});

it('what a person chooses is noted, and what the credential chooses itself is not', () =>
  onFlow(
    pages,
    ({ path }) => (path === '/' ? `${PASSWORD_PAGE}<a href="/google">Sign in with Google</a>` : 'Not here.'),
    async (b) => {
      const choose = async (who: { answer?: typeof ANSWER } = {}) => {
        const { page, outcome } = await b.open();
        const { signature, sso_buttons } = inputOf(outcome);
        const choice = { sso_button: sso_buttons[0]!.selector };
        await b.activities.chooseOption({ ...b.ref, page, signature, choice, ...who });
        await b.activities.closePage({ ...b.ref, page });
      };
      await choose({ answer: ANSWER });
      expect(b.vault.choices).toHaveLength(1);
      const credential = {
        id: 'c',
        name: 'c',
        domain: b.vault.grant.domain,
        version: 1,
        value_keys: [],
        has_totp: false,
      };
      b.vault.grant = { ...b.vault.grant, credential: { ...credential, sso_provider: 'Google' } };
      await choose();
      expect(b.vault.choices).toHaveLength(1);
    },
  ));
