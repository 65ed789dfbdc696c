import { expect, it } from 'vitest';
import { causeOf } from '../../../activities/browser/cause-of.js';
import { asTrouble, type PageTrouble } from '../../../activities/browser/errors.js';
import { TROUBLE_CAUSES } from '../../../contract/errors/trouble-causes.js';

const SECRET = 'hunter2';

it.each([
  [`page.goto: net::ERR_NAME_NOT_RESOLVED at https://x.test/?p=${SECRET}`, 'name_not_resolved'],
  [`page.goto: net::ERR_CONNECTION_REFUSED at https://x.test/?p=${SECRET}`, 'connection_refused'],
  [`page.goto: net::ERR_CONNECTION_RESET at https://x.test/?p=${SECRET}`, 'connection_closed'],
  [`page.goto: net::ERR_EMPTY_RESPONSE at https://x.test/?p=${SECRET}`, 'connection_closed'],
  [`page.goto: net::ERR_CERT_DATE_INVALID at https://x.test/?p=${SECRET}`, 'certificate'],
  [`page.goto: net::ERR_SSL_PROTOCOL_ERROR at https://x.test/?p=${SECRET}`, 'certificate'],
  [`page.goto: net::ERR_TOO_MANY_REDIRECTS at https://x.test/?p=${SECRET}`, 'redirects_in_circle'],
  [`page.goto: net::ERR_INTERNET_DISCONNECTED at https://x.test/?p=${SECRET}`, 'no_route'],
  [`page.goto: net::ERR_INVALID_HTTP_RESPONSE at https://x.test/?p=${SECRET}`, 'not_http'],
  [`page.goto: net::ERR_TIMED_OUT at https://x.test/?p=${SECRET}`, 'timed_out'],
  ["browserType.launch: Executable doesn't exist at /opt/chrome", 'program_missing'],
  ['browserType.launch: Failed to launch: Error: spawn /opt/chrome ENOENT', 'program_missing'],
  ['browserType.launch: Failed to launch: Error: spawn /opt/chrome EACCES', 'not_permitted'],
  [
    'browserType.launch: Target page, context or browser has been closed\nBrowser logs:\nNo usable sandbox!',
    'no_sandbox',
  ],
  [
    'browserType.launch: closed\n/opt/chrome: error while loading shared libraries: libnss3.so: cannot open',
    'library_missing',
  ],
  ['browserType.launch: closed\nMissing X server or $DISPLAY', 'no_display'],
  ["browserType.launch: ENOSPC: no space left on device, mkdtemp '/tmp/x'", 'no_space'],
  ['browserType.connectOverCDP: connect ECONNREFUSED 127.0.0.1:9222', 'nobody_listens'],
  [`page.fill: something else with ${SECRET}`, 'other'],
])('the cause of %j is %s, and nothing of the text is kept', (message, cause) => {
  const error = new Error(message);
  expect(causeOf(error)).toBe(cause);
  const trouble = asTrouble(error) as PageTrouble;
  expect(trouble.why).toBe(cause);
  expect(JSON.stringify([trouble.message, trouble.why, TROUBLE_CAUSES[trouble.why]])).not.toContain(SECRET);
});

it('what is no error has no cause', () => {
  expect(causeOf('text')).toBe('other');
});
