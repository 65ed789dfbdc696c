/** Sites as the usual frameworks build them end sessions without a word, on a real stack: what is over is never answered, and one login makes another. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { KINDS } from '../../sites/frameworks/kinds.js';
import { PASSWORD, serveFramework } from '../../sites/frameworks/serve.js';
import { joinTestStack, type TestStack } from '../../support/stack.js';
import { variants } from '../../support/variants.js';

let t: TestStack;
beforeAll(async () => {
  t = await joinTestStack();
});
afterAll(() => t?.stop());

const served: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(served.splice(0).map((site) => site.stop()));
});

const MOST = 30_000;

it.each(variants(1, KINDS).map(([name, kind], at) => [name, kind, at] as const))(
  '%s',
  async (_, { make }, at) => {
    const site = make();
    const { host: domain, stop } = await serveFramework(site);
    served.push({ stop });
    const name = `framework-${at}`;
    await t.auth.credentials.create({ name, domain, values: { username: 'ada', password: PASSWORD } });
    const agents = t.auth.agents.auth;
    const ensure = (max_age_seconds?: number) =>
      agents.ensure({
        domain,
        profile_name: name,
        credential_name: name,
        ...(max_age_seconds === undefined ? {} : { max_age_seconds }),
      });
    await ensure();
    const [{ id } = { id: '' }] = (await agents.list({ profile_name: name })).items;
    // By the second look it is known which request tells.
    await expect.poll(async () => (await agents.checkNow(id)).check?.answer, { timeout: MOST }).toBe('in');
    expect((await Promise.all(Array.from({ length: 10 }, () => ensure()))).every(({ verified }) => verified)).toBe(
      true,
    );
    expect(await ensure(0)).toMatchObject({ verified: true });
    expect(site.logins()).toBe(1);

    site.end();
    if (at % 2 === 0) expect(await ensure(0)).toMatchObject({ verified: true });
    else {
      expect((await agents.checkNow(id)).verified).toBe(false);
      await expect.poll(() => site.logins(), { timeout: MOST }).toBe(2);
    }
    expect(await ensure(0)).toMatchObject({ verified: true });
    expect((await agents.checkNow(id)).check).toMatchObject({ answer: 'in' });
    expect(site.logins()).toBe(2);
  },
  90_000,
);
