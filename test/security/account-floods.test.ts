/** Threat: callers in a loop, a site that says nothing, or many profiles at once flood an account. On the real stack; the site counts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthAgent } from '../../client/index.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { PASSWORD_PAGE } from '../sites/flows/members.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from '../sites/flows/serve.js';
import { joinTestStack, type TestStack } from '../support/stack.js';

let stack: TestStack;
beforeAll(async () => {
  stack = await joinTestStack();
});
afterAll(() => stack.stop());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

interface Target {
  readonly site: FlowSite;
  /** @returns the error that `ensure` ends in; null where it is logged in */
  ensure(profile?: string): Promise<AgentAuthError | null>;
}

async function onSite(answer: (visit: Visit) => Answer | undefined, run: (target: Target) => Promise<void>) {
  const site = await serveFlow(answer);
  try {
    const name = `for-${site.host.replace(':', '-')}`;
    await stack.auth.credentials.create({ name, domain: site.host, values: VALUES });
    await run({
      site,
      async ensure(profile = '1') {
        const wanted = { domain: site.host, profile_name: `${name}-${profile}`, credential_name: name };
        try {
          await stack.auth.agents.auth.ensure(wanted);
          return null;
        } catch (error) {
          if (error instanceof AgentAuthError) return error;
          throw error;
        }
      },
    });
  } finally {
    await site.stop();
  }
}

const agentOf = async ({ site }: Target): Promise<AuthAgent> =>
  (await stack.auth.agents.auth.list({ domain: site.host })).items[0]!;

describe('an account gets no more passwords than it can bear', () => {
  it('from a caller who reports in a loop that the session is over', async () => {
    let logins = 0;
    let alive = '';
    const answer = ({ path, cookies }: Visit): Answer | undefined => {
      if (path === '/') return PASSWORD_PAGE;
      if (path === '/password') {
        logins += 1;
        alive = `session-${logins}`;
        return { to: '/members', cookies: [`sid=${alive}`] };
      }
      if (path !== '/members') return undefined;
      return cookies.get('sid') === alive ? '<h1>Your orders</h1><a href="/logout">Log out</a>' : { to: '/' };
    };
    await onSite(answer, async (target) => {
      expect(await target.ensure()).toBeNull();
      const { id } = await agentOf(target);
      for (let report = 0; report < 6; report += 1) {
        const before = logins;
        alive = '';
        await stack.auth.agents.auth.reportExpired(id);
        const isOver = ({ stopped, status, invocation_id }: AuthAgent) =>
          stopped !== null || (status === 'AUTHENTICATED' && invocation_id === null && logins > before);
        while (!isOver(await stack.auth.agents.auth.retrieve(id))) await sleep(100);
      }
      expect(target.site.posts).toHaveLength(2);
      const error = await target.ensure();
      expect(error).toMatchObject({ code: 'max_attempts_reached', details: { why: 'short_sessions' } });
      expect(target.site.posts).toHaveLength(2);
    });
  });

  it('after the site has said that it is locked, until an admin lets it go on', async () => {
    const locked = '<h1>Sorry</h1><p role="alert">Your account has been locked. Try again in 2 hours.</p>';
    await onSite(
      ({ path }) => (path === '/' ? PASSWORD_PAGE : path === '/password' ? locked : undefined),
      async (target) => {
        expect(await target.ensure()).toMatchObject({ code: 'account_locked' });
        for (const profile of ['1', '1', '2']) {
          const error = await target.ensure(profile);
          expect(error).toMatchObject({ code: 'max_attempts_reached', details: { why: 'locked' } });
          // Two hours by its own words, not a day.
          expect(Date.parse(String(error?.details.until))).toBeLessThan(Date.now() + 3 * 3_600_000);
        }
        expect(target.site.posts).toHaveLength(1);
        const { id } = await agentOf(target);
        expect(await stack.auth.agents.auth.resetAttempts(id)).toMatchObject({ stopped: null });
        expect(await target.ensure()).toMatchObject({ code: 'account_locked' });
        expect(target.site.posts).toHaveLength(2);
      },
    );
  });

  it('where the site shows its form again and says nothing', async () => {
    const again = PASSWORD_PAGE.replaceAll('<input ', '<input value="kept" ');
    await onSite(
      ({ path }) => (path === '/' ? PASSWORD_PAGE : path === '/password' ? again : undefined),
      async (target) => {
        const asked = await target.ensure();
        expect(asked).toMatchObject({ code: 'needs_human', details: { pending_fields: [{ name: 'password' }] } });
        await stack.auth.agents.auth.invocations.cancel(String(asked?.details.invocation_id));
        while ((await agentOf(target)).invocation_id !== null) await sleep(100);
        const stop = { code: 'max_attempts_reached', details: { why: 'unknown', until: null } };
        expect(await target.ensure('2')).toMatchObject(stop);
        expect(target.site.posts).toHaveLength(1);
      },
    );
  });

  it('from many profiles with one wrong credential at once', async () => {
    const wrong = `<p role="alert">That password is not right.</p>${PASSWORD_PAGE}`;
    await onSite(
      ({ path }) => (path === '/' ? PASSWORD_PAGE : path === '/password' ? wrong : undefined),
      async (target) => {
        const errors = await Promise.all(['1', '2', '3', '4', '5', '6'].map((profile) => target.ensure(profile)));
        expect(errors.map((error) => error?.code)).toEqual(Array.from({ length: 6 }, () => 'needs_human'));
        expect(target.site.posts).toHaveLength(1);
      },
    );
  });
});
