/** A site is in trouble, on a real stack: its agents leave it alone, one tries, and then all go on by themselves. The site counts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { PASSWORD_PAGE } from '../../sites/flows/members.js';
import { type Answer, serveFlow, type Visit } from '../../sites/flows/serve.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';

let t: TestStack;
beforeAll(async () => {
  t = await joinTestStack();
});
afterAll(() => t.stop());

/** A site with a user for each e-mail address, whose sessions can be ended, and which can be down. */
function makeSite() {
  let isDown = false;
  let alive = 1;
  let headers: Record<string, string> = {};
  const answer = ({ path, cookies }: Visit): Answer | undefined => {
    if (isDown) return { body: '<h1>Service unavailable</h1>', status: 503, headers };
    if (path === '/') return PASSWORD_PAGE;
    if (path === '/password') return { to: '/members', cookies: [`sid=${alive}`] };
    if (path !== '/members') return undefined;
    if (cookies.get('sid') !== String(alive)) return { to: '/' };
    return '<h1>Your orders</h1><a href="/logout">Log out</a>';
  };
  return {
    answer,
    goDown(more: Record<string, string> = {}) {
      isDown = true;
      alive += 1;
      headers = more;
    },
    comeBack() {
      isDown = false;
    },
  };
}

const codeOf = (work: Promise<unknown>): Promise<AgentAuthError | null> =>
  work.then(
    () => null,
    (error: unknown) => {
      if (error instanceof AgentAuthError) return error;
      throw error;
    },
  );

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(100);
}

it('with four agents whose sessions are over: one tries at a time, and all are in again when it works', async () => {
  const agents = t.auth.agents.auth;
  const site = makeSite();
  const served = await serveFlow(site.answer);
  try {
    const wanted = [1, 2, 3, 4].map((n) => ({
      domain: served.host,
      profile_name: `down-${n}`,
      credential_name: `down-${n}`,
    }));
    for (const { credential_name: name } of wanted)
      await t.auth.credentials.create({
        name,
        domain: served.host,
        values: { email: `${name}@example.com`, password: 'pw' },
      });
    await Promise.all(wanted.map((one) => agents.ensure(one)));
    const { items } = await agents.list({ domain: served.host });
    const ids = items.map(({ id }) => id);
    expect(served.posts).toHaveLength(4);

    site.goDown();
    await Promise.all(ids.map((id) => agents.reportExpired(id)));
    await until(async () => (await agents.circuits()).items.some((circuit) => circuit.site === served.host));
    // Who asks for a session is told at once, and no login begins for it.
    await until(async () =>
      (await agents.list({ domain: served.host })).items.every(({ stopped }) => stopped !== null),
    );
    const refused = await codeOf(agents.ensure(wanted[0]!));
    expect(refused).toMatchObject({ code: 'max_attempts_reached', details: { why: 'circuit_open' } });
    expect(Date.parse(String(refused?.details.until))).toBeGreaterThan(Date.now());
    // One tries, and it is left alone for longer.
    await until(async () => ((await agents.circuits()).items[0]?.pauses ?? 0) > 1);
    site.comeBack();
    await until(async () =>
      (await agents.list({ domain: served.host })).items.every(({ status }) => status === 'AUTHENTICATED'),
    );

    const { items: logins } = await agents.invocations.list({ limit: 100 });
    const reauths = logins.filter(({ type, domain }) => domain === served.host && type === 'reauth');
    const codes = reauths.map(({ error_code }) => error_code ?? 'in').sort();
    // Four at first, one that tried in vain, and four that got in.
    expect(codes.filter((code) => code === 'website_error').length).toBeLessThanOrEqual(5);
    expect(codes.filter((code) => code === 'in')).toHaveLength(4);
    expect(reauths.length).toBeLessThanOrEqual(9);
    // Each password once for each session.
    expect(served.posts).toHaveLength(8);
    expect((await agents.circuits()).items).toEqual([]);
    const { items: events } = await t.auth.events.list({ limit: 100 });
    const told = events.filter(({ type, data }) => type === 'agent.circuit_open' && data.domain === served.host);
    expect(new Set(told.map(({ data }) => data.auth_agent_id)).size).toBe(4);
  } finally {
    await served.stop();
  }
}, 120_000);

it('that says when it is back is left alone until then, but for a person', async () => {
  const agents = t.auth.agents.auth;
  const site = makeSite();
  const served = await serveFlow(site.answer);
  try {
    const wanted = { domain: served.host, profile_name: 'later', credential_name: 'later' };
    await t.auth.credentials.create({
      name: 'later',
      domain: served.host,
      values: { email: 'a@example.com', password: 'pw' },
    });
    site.goDown({ 'retry-after': '3600' });
    expect(await codeOf(agents.ensure(wanted))).toMatchObject({ code: 'website_error' });
    site.comeBack();
    const refused = await codeOf(agents.ensure(wanted));
    expect(refused).toMatchObject({ code: 'max_attempts_reached', details: { why: 'site_trouble' } });
    const left = Date.parse(String(refused?.details.until)) - Date.now();
    expect(left).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
    const [{ id } = { id: '' }] = (await agents.list({ domain: served.host })).items;
    const started = await agents.reauth(id);
    expect(started.stopped).toMatchObject({ why: 'site_trouble' });
    expect(await agents.invocations.wait(started.invocation_id)).toMatchObject({ status: 'SUCCESS' });
    // It got in: nobody is kept away any more.
    expect((await agents.ensure(wanted)).auth_agent.stopped).toBeNull();
  } finally {
    await served.stop();
  }
}, 60_000);
