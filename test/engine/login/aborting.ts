import { expect } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { AbortReason } from '../../../activities/login/index.js';
import type { PageHandle, SeenPage } from '../../../contract/steps.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { type Bench, inputOf } from './harness.js';

export const VALUES = { email: 'me@example.com', password: 'a good passphrase' };
export const FRONT = '<a href="/login">Log in</a>';
export const SSO_FRONT = `<h1>Sign in</h1><button onclick="location.href='/google'">Continue with Google</button>`;

/** A moment that a test waits for. */
export function moment(): { readonly come: Promise<void>; readonly reach: () => void } {
  let reach = (): void => undefined;
  const come = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { come, reach };
}

/** An answer that never comes. It says when it was asked for. */
export const never = (asked: () => void): Promise<undefined> => {
  asked();
  return new Promise(() => undefined);
};

export const usual = (visit: Visit): Answer | undefined => {
  if (visit.path === '/') return FRONT;
  if (visit.path === '/login') return PASSWORD_PAGE;
  return visit.path === '/password' ? letIn : members(visit);
};

/** Ends a step at a moment, and answers the error that it ended with. */
export async function abortedAt(b: Bench, at: Promise<void>, step: Promise<unknown>, reason: AbortReason = 'cancel') {
  const ended = step.then(
    () => 'the step was not aborted',
    (error: unknown) => error,
  );
  await Promise.race([at, ended]);
  b.abortWith(reason);
  return ended;
}

export const stepAborted = (reason: AbortReason = 'cancel') => expect.objectContaining({ name: 'StepAborted', reason });

/** No step left anything behind: no page, no context of Chromium. */
export const nothingLeft = async (pages: Pages, b: Bench, page?: PageHandle): Promise<void> => {
  if (page !== undefined) await b.activities.closePage({ ...b.ref, page });
  expect(pages.size).toBe(0);
  expect(pages.slots.free).toBe(4);
};

export const statesOf = (b: Bench): string[] => [...b.vault.attempts.values()].map(({ state }) => state);

export const opened = async (b: Bench): Promise<{ page: PageHandle; seen: SeenPage }> => {
  const { page, outcome } = await b.open();
  return { page, seen: inputOf(outcome) };
};
