import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { variants } from '../../support/variants.js';
import {
  abortedAt,
  FRONT,
  moment,
  never,
  nothingLeft,
  opened,
  SSO_FRONT,
  stepAborted,
  usual,
  VALUES,
} from './aborting.js';
import { ANSWER, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

describe('a login that is opened, aborted', () => {
  it.each(['cancel', 'shutdown'] as const)("while it waits for the site's first answer (%s)", async (reason) => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      () => never(reach),
      async (b) => {
        expect(await abortedAt(b, come, b.open(), reason)).toEqual(stepAborted(reason));
        await nothingLeft(pages, b);
      },
    );
  });

  it('while it waits for an application to start', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => (visit.path === '/' ? `Loading<script>fetch('/app.json')</script>` : never(reach)),
      async (b) => {
        expect(await abortedAt(b, come, b.open())).toEqual(stepAborted());
        await nothingLeft(pages, b);
      },
    );
  });

  it('while it follows a link', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => (visit.path === '/' ? FRONT : never(reach)),
      async (b) => {
        expect(await abortedAt(b, come, b.open())).toEqual(stepAborted());
        await nothingLeft(pages, b);
      },
    );
  });

  it('while a script of the page never ends', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return `<script src="/now.js"></script><script>for (;;) {}</script>`;
        reach();
        return { body: '', script: true };
      },
      async (b) => {
        expect(await abortedAt(b, come, b.open())).toEqual(stepAborted());
        await nothingLeft(pages, b);
      },
    );
  });

  it('before it began', () =>
    onFlow(pages, usual, async (b) => {
      b.abortWith('shutdown');
      await expect(b.open()).rejects.toEqual(stepAborted('shutdown'));
      await nothingLeft(pages, b);
    }));
});

describe('other steps, aborted', () => {
  it('a choice, while the page that it leads to does not come', async () => {
    const { come, reach } = moment();
    await onFlow(
      pages,
      (visit) => (visit.path === '/' ? SSO_FRONT : never(reach)),
      async (b) => {
        const { page, seen } = await opened(b);
        const choice = { sso_button: seen.sso_buttons[0]?.selector ?? '' };
        const step = b.activities.chooseOption({ ...b.ref, page, signature: seen.signature, choice, answer: ANSWER });
        expect(await abortedAt(b, come, step)).toEqual(stepAborted());
        expect(b.vault.checkpoint).toBeNull();
        await nothingLeft(pages, b, page);
      },
    );
  });

  it('a look that watches for an approval on another device', async () => {
    const { come, reach } = moment();
    const waiting = '<h1>Check your phone</h1><p>Approve the notification that we sent to your phone.</p>';
    await onFlow(
      pages,
      (visit) => (visit.path === '/' ? waiting : undefined),
      async (b) => {
        const { page, outcome } = await b.open();
        expect(outcome.kind).toBe('external_action');
        setTimeout(reach, 300);
        const step = b.activities.lookAtPage({ ...b.ref, page, watch_seconds: 60 });
        expect(await abortedAt(b, come, step)).toEqual(stepAborted());
        await nothingLeft(pages, b, page);
      },
    );
  });

  it('a save, while it proves the session: nothing is saved', async () => {
    const { come, reach } = moment();
    let holds = false;
    await onFlow(
      pages,
      (visit) => (holds ? never(reach) : usual(visit)),
      async (b) => {
        const { page, seen } = await opened(b);
        expect(await b.fill(page, seen, VALUES)).toMatchObject({ kind: 'authenticated' });
        holds = true;
        const step = b.activities.saveSession({ ...b.ref, page });
        expect(await abortedAt(b, come, step)).toEqual(stepAborted());
        expect(b.vault.saved).toEqual([]);
        expect(b.vault.learned).toEqual([]);
        await nothingLeft(pages, b, page);
      },
    );
  });

  it.each(variants(1, ['shutdown', 'cancel'] as const))(
    'a save, while the session is being written: it is saved, and says so (%s)',
    (reason) =>
      onFlow(pages, usual, async (b) => {
        const { page, seen } = await opened(b);
        expect(await b.fill(page, seen, VALUES)).toMatchObject({ kind: 'authenticated' });
        const save = b.vault.saveProfile;
        b.vault.saveProfile = async (session) => {
          b.abortWith(reason);
          await Promise.resolve();
          return save(session);
        };
        expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
        expect(b.vault.saved).toHaveLength(1);
        expect(b.vault.learned).toEqual([]);
        await nothingLeft(pages, b);
      }),
  );
});
