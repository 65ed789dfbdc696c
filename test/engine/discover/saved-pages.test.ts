import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OfflineReader, offlineReader } from '../../../activities/login/read/offline.js';
import { lineFor } from '../../../cli/engine/engine-line.js';
import { launchChromium } from '../../../worker/launch-chromium.js';
import { variant, variants } from '../../support/variants.js';
import { LOGIN } from './harness.js';

let browser: Browser;
let reader: OfflineReader;
const folder = mkdtempSync(join(tmpdir(), 'saved-pages-'));

beforeAll(async () => {
  browser = await launchChromium();
  reader = await offlineReader(browser);
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** A page that names its encoding, with a button that has these bytes on it. */
function meta(charset: string, bytes: string): Buffer {
  return Buffer.concat([
    Buffer.from(`<meta charset="${charset}"><button>`),
    Buffer.from(bytes, 'hex'),
    Buffer.from('</button>'),
  ]);
}

function saved(name: string, html: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, html);
  return file;
}

describe('saved pages', () => {
  it('of a login give one line with the paths to its parts', async () => {
    const file = saved('login.html', LOGIN);
    expect(await lineFor(file, reader)).toEqual({
      file,
      isLogin: true,
      class: 'login',
      identifier: 'input[name="email"]',
      password: 'input[name="password"]',
      otp: [],
      submit: 'body > form > button',
      confidence: expect.closeTo(1, 1),
      reasons: expect.arrayContaining(['loginSubmit']),
    });
  });

  it('of a code name every box', async () => {
    const boxes = '<input maxlength="1">'.repeat(6);
    const line = await lineFor(
      saved('code.html', `<h1>Enter the code</h1><form>${boxes}<button>OK</button></form>`),
      reader,
    );
    expect(line).toMatchObject({ isLogin: false, class: 'otp', identifier: null, password: null });
    expect('otp' in line && line.otp).toHaveLength(6);
  });

  it('of a sign-up name nothing to fill', async () => {
    const html =
      '<form><h1>Create account</h1><input type="email"><input type="password"><button>Sign up</button></form>';
    expect(await lineFor(saved('signup.html', html), reader)).toMatchObject({
      isLogin: false,
      class: 'signup',
      identifier: null,
      password: null,
    });
  });

  it.each([
    ['an empty file', '', 'empty file'],
    ['bytes that are no text', Buffer.from([0, 255, 254, 7, 60, 0, 200]), 'no text'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'), 'no text'],
  ])('of %s give an error', async (_, html, error) => {
    const file = saved('odd.html', html);
    expect(await lineFor(file, reader)).toEqual({ file, error });
  });

  it.each([
    ['no markup', 'Hello'],
    ['nothing but a comment', '<!-- -->'],
  ])('with %s have no forms', async (_, html) => {
    expect(await lineFor(saved('odd.html', html), reader)).toMatchObject({ isLogin: false, class: 'none' });
  });

  it('with a byte that no text has are read all the same', async () => {
    expect(await lineFor(saved('nul.html', `${LOGIN}<p>a\0b</p>`), reader)).toMatchObject({ isLogin: true });
  });

  it('of a login in a frame say so, and name no path', async () => {
    const html = `<h1>Garden</h1><input name="email" style="display: none"><iframe width="400" height="300" srcdoc="${LOGIN.replaceAll('"', '&quot;')}"></iframe>`;
    expect(await lineFor(saved('frame.html', html), reader)).toMatchObject({
      isLogin: true,
      class: 'login',
      identifier: null,
      password: null,
      submit: null,
      reasons: expect.arrayContaining(['inFrame']),
    });
  });

  it('that answer too late give an error, and the next one is read', async () => {
    const late = await offlineReader(browser, 1);
    const file = saved('late.html', LOGIN);
    expect(await lineFor(file, late)).toEqual({ file, error: 'The page did not answer in time.' });
    expect(await lineFor(file, reader)).toMatchObject({ isLogin: true });
  });

  it('that are not there give an error, and the next one is read', async () => {
    expect(await lineFor(join(folder, 'none.html'), reader)).toMatchObject({
      error: expect.stringContaining('ENOENT'),
    });
    expect(await lineFor(folder, reader)).toMatchObject({ error: expect.any(String) });
    expect(await lineFor(saved('again.html', LOGIN), reader)).toMatchObject({ isLogin: true });
  });

  it('hold the page as scripting makes it, with paths that resolve in it, and run no script', async () => {
    const html = `<noscript><form><input><input type="password"></form></noscript>
      <script>document.body.innerHTML = 'ran'</script><img src="x" onerror="document.body.innerHTML = 'ran'">
      <div><form><input id="a.b:c"><input type="password" name='q"x'><button>Log in</button></form></div>`;
    const found = await reader.read(Buffer.from(html), (view, page) => {
      const paths = view.best!.fields.map(({ ref }) => ref.css);
      return page.evaluate((list) => list.map((css) => document.querySelectorAll(css).length), paths);
    });
    expect(found).toEqual([1, 1]);
  });

  it('name no path that document.querySelector can not follow', async () => {
    const html = `<div><template shadowrootmode="open">${LOGIN}</template></div>`;
    expect(await lineFor(saved('shadow.html', html), reader)).toMatchObject({
      isLogin: true,
      class: 'login',
      identifier: null,
      password: null,
      submit: null,
    });
  });

  it('keep their encoding', async () => {
    const latin = Buffer.from(
      '<form><input name="u"><input type="password"><button>Se connecter à Île</button></form>',
      'latin1',
    );
    const labels = await reader.read(latin, (view) => view.buttons.map(({ label }) => label));
    expect(labels).toEqual(['Se connecter à Île']);
  });

  it.each([
    ['UTF-16', 'Přihlásit', Buffer.from('\ufeff<button>Přihlásit</button>', 'utf16le')],
    ['windows-1251', 'Войти', meta('windows-1251', 'c2eee9f2e8')],
    ['Shift_JIS', 'ログイン', meta('Shift_JIS', '838d834f83438393')],
  ])('are read as what they say they are: %s', async (_, label, html) => {
    expect(await reader.read(html, (view) => view.buttons.map((button) => button.label))).toEqual([label]);
  });

  it('that lead elsewhere leave the next one alone', async () => {
    const leaving = saved('leaving.html', '<meta http-equiv="refresh" content="0;url=elsewhere.html"><p>Moved</p>');
    const files = [1, 2, 3, 4].flatMap(() => [leaving, saved('staying.html', LOGIN)]);
    const classes: unknown[] = [];
    for (const file of files) classes.push(await lineFor(file, reader));
    expect(classes.map((line) => (line as { class: string }).class)).toEqual(
      [1, 2, 3, 4].flatMap(() => ['none', 'login']),
    );
  });

  it('go nowhere', async () => {
    const html = `<meta http-equiv="refresh" content="0;url=https://elsewhere.test/"><iframe src="https://elsewhere.test/"></iframe>${LOGIN}`;
    const url = await reader.read(Buffer.from(html), async (_, page) => {
      await page.waitForLoadState('load');
      return page.url();
    });
    expect(url).toBe('https://page.invalid/');
  });
});

describe.each(variants(0, ['npm run -s engine']))('%s', () => {
  const engine = (...files: string[]) =>
    promisify(execFile)(process.execPath, [
      fileURLToPath(new URL('../../../scripts/engine.mjs', import.meta.url)),
      ...files,
    ]);

  variant('prints a line of JSON for each file, in order, and goes on after one that can not be read', async () => {
    const files = [join(folder, 'gone.html'), saved('command.html', LOGIN)];
    const { stdout } = await engine(...files);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { file: files[0], error: expect.any(String) },
      { file: files[1], isLogin: true, class: 'login' },
    ]);
  });

  variant('says how it is used where it is given no file', async () => {
    await expect(engine()).rejects.toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('usage') });
  });
});
