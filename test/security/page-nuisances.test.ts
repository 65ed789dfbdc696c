import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import { TIMEOUTS } from '../../activities/login/context.js';
import { bench, inputOf, ownPages, QUICK } from '../engine/login/harness.js';
import { type HostileSite, loginForm, type Places, type Site, serveHostile, WELCOME } from '../sites/hostile/serve.js';
import { variants } from '../support/variants.js';

/** What pages ask of a browser that has nobody in front of it: to keep files, to open windows, to be allowed something. It all ends in nothing. */
const VALUES = { email: 'anna@example.com', password: 'a good passphrase' };

let pages: Pages;
beforeAll(async () => {
  pages = await ownPages();
});
afterAll(() => pages.closeAll());

/** Logs in at a site, and looks at it while its pages are open. */
async function logIn(
  own: (places: Places) => Site,
  look: (site: HostileSite, windows: () => number) => Promise<void> | void = () => undefined,
): Promise<void> {
  const site = await serveHostile(own);
  // A page that opens thirty windows takes its time on a busy machine.
  const b = bench(pages, site.host, { login: { timeouts: { ...QUICK, openMs: TIMEOUTS.openMs } } });
  try {
    const { page, outcome } = await b.open();
    expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
    await look(site, () => pages.find(page.page_id)?.context.pages().length ?? 0);
    await b.activities.closePage({ ...b.ref, page });
  } finally {
    await site.stop();
    b.clean();
  }
}

const withScript = (script: string): ((places: Places) => Site) => {
  return () => ({
    '/': `${loginForm()}<script>${script}</script>`,
    'POST /login': WELCOME,
    '/file': {
      headers: { 'content-type': 'application/zip', 'content-disposition': 'attachment' },
      html: 'CANARY'.repeat(99),
    },
  });
};

/** Files below the temporary folder of this run, where Chromium and Playwright keep theirs. */
const files = (): string[] =>
  readdirSync(tmpdir(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

describe('a download', () => {
  it.each(
    variants(1, [
      [
        'by a link',
        `const a = document.createElement('a'); a.href = '/file'; a.download = 'x'; document.body.append(a); a.click();`,
      ],
      ['by a frame', `document.body.append(Object.assign(document.createElement('iframe'), { src: '/file' }));`],
      [
        'made by the page',
        `const a = document.createElement('a'); a.href = URL.createObjectURL(new Blob(['CANARY'])); a.download = 'x'; a.click();`,
      ],
      ['again and again', `for (let n = 0; n < 20; n += 1) setTimeout(() => { location.href = '/file?' + n; }, n);`],
    ] as const),
  )('%s leaves nothing on disk, and the login goes on', async (_, script) => {
    const before = new Set(files());
    await logIn(withScript(script), () => {
      const left = files().filter(
        (file) => !before.has(file) && /playwright-artifacts|download|\.crdownload|CANARY/i.test(file),
      );
      expect(left).toEqual([]);
    });
  });
});

describe('a flood of windows', () => {
  it.each(
    variants(1, [
      ['all at once', `for (let n = 0; n < 25; n += 1) window.open('about:blank');`],
      ['with no opener', `for (let n = 0; n < 25; n += 1) window.open('about:blank', '', 'noopener');`],
      [
        'by each other',
        `if (!opener || top.name < 'x') for (let n = 0; n < 30; n += 1) { const w = window.open('about:blank'); w?.document.write('<script>for (;;) if (!window.open("about:blank")) break; else break;</' + 'script>'); }`,
      ],
    ] as const),
  )('%s is closed, and the login goes on where it was', async (_, script) => {
    await logIn(withScript(script), async (_site, windows) => {
      await expect.poll(windows, { timeout: 10_000 }).toBeLessThanOrEqual(11);
    });
  });
});

describe('what the browser would ask somebody', () => {
  const ASKED = {
    geolocation: `new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('given'), () => done('denied')))`,
    notifications: `Notification.requestPermission().then((now) => now === 'granted' ? 'given' : 'denied')`,
    clipboard: `navigator.clipboard.readText().then(() => 'given')`,
    midi: `navigator.requestMIDIAccess().then(() => 'given')`,
    usb: `navigator.usb.requestDevice({ filters: [] }).then(() => 'given')`,
    bluetooth: `navigator.bluetooth.requestDevice({ acceptAllDevices: true }).then(() => 'given')`,
    serial: `navigator.serial.requestPort().then(() => 'given')`,
    hid: `navigator.hid.requestDevice({ filters: [] }).then((all) => all.length > 0 ? 'given' : 'denied')`,
    camera: `navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(() => 'given')`,
    screen: `navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => 'given')`,
    fonts: `queryLocalFonts().then((all) => all.length > 0 ? 'given' : 'denied')`,
    idle: `IdleDetector.requestPermission().then((now) => now === 'granted' ? 'given' : 'denied')`,
    windows: `getScreenDetails().then(() => 'given')`,
    files: `showOpenFilePicker().then(() => 'given')`,
    printing: `Promise.resolve(print()).then(() => 'denied')`,
    payment: `new PaymentRequest([{ supportedMethods: 'https://pay.example' }], { total: { label: 'x', amount: { currency: 'EUR', value: '1' } } }).show().then(() => 'given')`,
  };

  it('is no longer a question', async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read'];
    const script = `Promise.all(${JSON.stringify(names)}.map((name) => navigator.permissions.query({ name })))
      .then((all) => fetch('/states', { method: 'POST', body: all.map(({ state }) => state).join() }));`;
    await logIn(withScript(script), (site) => {
      expect(site.received).toContain(`POST /states ${names.map(() => 'denied').join()}`);
    });
  });

  it('is denied before anybody could have answered, and the login goes on', async () => {
    // Each is asked for at the start, and again by the click that sends the form: some may be asked for by a click only.
    const script = `
      const said = {};
      const ask = (when) => {
        for (const [name, ask] of Object.entries({ ${Object.entries(ASKED)
          .map(([name, ask]) => `${name}: () => ${ask}`)
          .join(', ')} })) {
          said[name + ' ' + when] = 'hangs';
          Promise.resolve().then(ask).catch(() => 'denied').then((now) => { said[name + ' ' + when] = now; });
        }
      };
      ask('by itself');
      document.forms[0].onsubmit = (event) => {
        event.preventDefault();
        ask('by a click');
        setTimeout(async () => {
          await fetch('/said', { method: 'POST', body: JSON.stringify(said) });
          await fetch('/login', { method: 'POST', body: new URLSearchParams(new FormData(document.forms[0])) });
          document.body.innerHTML = ${JSON.stringify(WELCOME)};
        }, 400);
      };`;
    await logIn(withScript(script), (site) => {
      const line = site.received.find((one) => one.startsWith('POST /said')) ?? '';
      const said: Record<string, string> = JSON.parse(line.slice(line.indexOf('{')));
      expect(Object.keys(said)).toHaveLength(2 * Object.keys(ASKED).length);
      expect(Object.entries(said).filter(([, now]) => now !== 'denied')).toEqual([]);
    });
  });
});
