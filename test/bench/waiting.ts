import { Pages } from '../../activities/browser/index.js';
import { needTool } from '../../worker/need-tool.js';
import { bench, inputOf } from '../engine/login/harness.js';
import { type SampleSite, startSampleSite } from '../sites/sample.js';
import { startTestStack } from '../support/stack.js';

/**
 * `npm run bench:waiting [-- LOGINS]`: how long it takes until each of many logins, started at once and answered by nobody, asks for its
 * password, against the time that a worker with as many pages needs to open as many, one after the other, with nobody waiting.
 */
const MAX_PAGES = 4;
const SEED = 7;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

/** The activities alone: as many at a time as there are pages, and each closed as soon as it has been read. */
async function openings(site: SampleSite, count: number): Promise<number> {
  const pages = new Pages({ browser: await needTool('chromium'), maxPages: MAX_PAGES });
  let left = count;
  const openSome = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const login = bench(pages, site.host);
      const { page, outcome } = await login.open();
      inputOf(outcome);
      await login.activities.closePage({ ...login.ref, page });
      login.clean();
    }
  };
  try {
    return await timed(() => Promise.all(Array.from({ length: MAX_PAGES }, openSome)));
  } finally {
    await pages.closeAll();
  }
}

/** The whole stack, from the start of the first login to the question of the last. */
async function questions(site: SampleSite, count: number): Promise<number> {
  process.env.AGENT_AUTH_MAX_PAGES = String(MAX_PAGES);
  const { auth, stop } = await startTestStack({ sample: false });
  try {
    const agents: { readonly id: string }[] = [];
    for (let n = 0; n < count; n += 1)
      agents.push(await auth.agents.auth.create({ domain: site.host, profile_name: `waiting-${n}` }));
    const { invocations } = auth.agents.auth;
    const ask = async (auth_agent_id: string): Promise<void> => {
      const { invocation_id } = await invocations.create({ auth_agent_id });
      for await (const { step, status } of invocations.follow(invocation_id)) {
        if (step === 'awaiting_input') return;
        if (status !== 'IN_PROGRESS') throw new Error(`a login ended as ${status}`);
      }
    };
    return await timed(() => Promise.all(agents.map(({ id }) => ask(id))));
  } finally {
    await stop();
  }
}

const count = Number(process.argv[2] ?? 40);
if (Number.isInteger(count) && count > 0) {
  const site = await startSampleSite({ seed: SEED });
  try {
    const [alone, asked] = [await openings(site, count), await questions(site, count)];
    console.log(`${count} pages opened and closed, ${MAX_PAGES} at a time: ${(alone / 1000).toFixed(1)} s`);
    console.log(`${count} logins at their question: ${(asked / 1000).toFixed(1)} s`);
    console.log(`ratio: ${(asked / alone).toFixed(2)}`);
  } finally {
    await site.stop();
  }
} else {
  console.error('How many logins? Give a whole number.');
  process.exitCode = 2;
}
