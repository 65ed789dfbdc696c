import type { Page } from 'playwright-core';

/** What scripts ask for; a browser answers for a whole page by itself. */
const ASKED_BY_SCRIPTS = [{ resourceType: 'XHR' as const }, { resourceType: 'Fetch' as const }];

/**
 * When a server answers a script with a challenge (RFC 9110 section 11.6.1), a browser asks the user for a name and a password, and the
 * script gets no answer until then. No user is there, so the script gets the 401, as if the user had cancelled.
 * @returns when this is in force; a script that is challenged before waits for ever
 */
export async function declineHttpAuth(page: Page): Promise<void> {
  // A page that was closed meanwhile does not need it.
  const ignored = (): undefined => undefined;
  const session = await page.context().newCDPSession(page).catch(ignored);
  if (session === undefined) return;
  session.on('Fetch.requestPaused', ({ requestId }) => {
    session.send('Fetch.continueRequest', { requestId }).catch(ignored);
  });
  session.on('Fetch.authRequired', ({ requestId }) => {
    const authChallengeResponse = { response: 'CancelAuth' as const };
    session.send('Fetch.continueWithAuth', { requestId, authChallengeResponse }).catch(ignored);
  });
  await session.send('Fetch.enable', { handleAuthRequests: true, patterns: ASKED_BY_SCRIPTS }).catch(ignored);
}
