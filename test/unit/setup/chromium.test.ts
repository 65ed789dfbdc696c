import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { WITHOUT_FEATURES } from '../../../worker/tools/features.js';
import { playwrightChromium } from '../../../worker/tools/playwright.js';
import { changeRecord, readRecord } from '../../../worker/tools/record.js';
import type { Context } from '../../../worker/tools/types.js';
import { findTools, setUpTools } from '../../../worker/tools.js';
import { bareMachine, fails, type Machine, notThere, prints, put } from './context.js';

const browser: Context['run'] = async (_, args) =>
  args[0] === '--version' ? prints('Chromium 156.0.8078.79') : prints('DevTools listening on ws://127.0.0.1:1');
/** A kernel that lets nobody make a sandbox. */
const noSandbox: Context['run'] = (program, args, options) =>
  args[0] === '--version' || args.includes('--no-sandbox')
    ? browser(program, args, options)
    : Promise.resolve(fails('No usable sandbox!'));

let machine: Machine;
beforeEach(async () => {
  machine = bareMachine({ run: browser });
  await tellWherePlaywrightKeepsItsOwn(machine);
});

/** Playwright asks the real environment, so its answer is put into the record beforehand. */
async function tellWherePlaywrightKeepsItsOwn(on: Machine): Promise<void> {
  await playwrightChromium(on);
  changeRecord(on.cache, (record) => {
    if (record.playwright) record.playwright.path = join(on.folder, 'ms-playwright', 'chrome');
  });
}

describe('where it is looked for', () => {
  test('AGENT_AUTH_CHROMIUM, then what Playwright has, then the system', async () => {
    const path = async () => (await findTools(machine)).chromium?.path;
    expect(await path()).toBeUndefined();
    const system = put(machine, 'bin', 'chromium');
    expect(await path()).toBe(system);
    const playwrights = put(machine, 'ms-playwright', 'chrome');
    expect(await path()).toBe(playwrights);
    const own = put(machine, 'own', 'chrome');
    machine.env.AGENT_AUTH_CHROMIUM = own;
    expect(await path()).toBe(own);
  });

  test('a stub that only says where to get one is passed over', async () => {
    put(machine, 'bin', 'chromium');
    const stub = { ...machine, run: async () => fails('requires the chromium snap to be installed (exit code 1)') };
    expect((await findTools(stub)).chromium).toBeNull();
  });

  test('the answer of Playwright is remembered', async () => {
    expect(readRecord(machine.cache).playwright?.path).toContain('ms-playwright');
    expect(await playwrightChromium(machine)).toEqual({ why: 'none downloaded' });
  });
});

describe('the sandbox', () => {
  test('is on where it works', async () => {
    put(machine, 'bin', 'chromium');
    expect((await findTools(machine)).chromium).toMatchObject({
      sandbox: true,
      sandboxProblem: null,
      args: [WITHOUT_FEATURES],
    });
  });

  test('is off, with the reason, where the system forbids it', async () => {
    put(machine, 'bin', 'chromium');
    const tool = (await findTools({ ...machine, run: noSandbox })).chromium;
    expect(tool).toMatchObject({ sandbox: false, args: [WITHOUT_FEATURES, '--no-sandbox'] });
    expect(tool?.sandboxProblem).toContain('does not let');
  });

  test('is off for root, without a try', async () => {
    put(machine, 'bin', 'chromium');
    const tool = (await findTools({ ...machine, isRoot: true })).chromium;
    expect(tool).toMatchObject({ sandbox: false, sandboxProblem: 'Chromium has none for root' });
    const starts = machine.ran.filter((args) => args.includes('--headless'));
    expect(starts.length).toBe(1);
  });
});

describe('set-up', () => {
  const npmAndTar: Context['run'] = async (program, args, options) => {
    if (args.includes('install')) return fails('ENOTFOUND');
    if (args.includes('pack')) {
      writeFileSync(join(options.cwd ?? '', 'sparticuz-chromium-153.0.0.tgz'), 'program');
      return prints('');
    }
    if (program === 'tar' && args[0] === '-xzf') {
      const { brotliCompressSync } = await import('node:zlib');
      const folder = join(options.cwd ?? '', 'package', 'bin');
      mkdirSync(folder, { recursive: true });
      for (const name of ['chromium', 'al2023.tar', 'swiftshader.tar', 'fonts.tar']) {
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(Buffer.from(name)));
      }
      return prints('');
    }
    return program === 'tar' ? prints('') : browser(program, args, options);
  };

  test("takes the npm package where Playwright's download fails", async () => {
    const { tools, missing } = await setUpTools(['chromium'], { ...machine, run: npmAndTar });
    const folder = join(machine.cache, 'chromium-153.0.0');
    expect(missing).toEqual([]);
    expect(tools.chromium).toMatchObject({
      path: join(folder, 'chromium'),
      env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
    });
    expect(machine.said.join()).toContain("Playwright's download: it failed");
  });

  test.each([
    ['npm can not fetch it', (args: readonly string[]) => args.includes('pack'), 'npm could not fetch it'],
    ['there is no tar', (args: readonly string[]) => args[0] === '-xzf', 'could not be unpacked'],
    ['a part is broken', (args: readonly string[]) => args[0] === '-xf', 'could not be unpacked'],
  ])('says so where %s, and keeps nothing', async (_, broken, why) => {
    const run: Context['run'] = (program, args, options) =>
      broken(args) ? Promise.resolve(fails('broken')) : npmAndTar(program, args, options);
    const { missing } = await setUpTools(['chromium'], { ...machine, run });
    expect(missing[0]?.message).toContain(why);
    expect((await findTools(machine)).chromium).toBeNull();
  });

  test('says what to do where nothing works', async () => {
    const { missing } = await setUpTools(['chromium'], { ...machine, run: notThere, arch: 'arm64' });
    expect(missing[0]?.message).toContain('it has nothing for linux arm64');
    expect(missing[0]?.message).toContain('AGENT_AUTH_CHROMIUM');
  });

  test('keeps away from the network when all is there', async () => {
    put(machine, 'bin', 'chromium');
    const { tools } = await setUpTools(['chromium'], machine);
    expect(tools.chromium).not.toBeNull();
    expect(machine.said).toEqual([]);
  });
});

test('macOS and Windows keep their browsers in other places', async () => {
  const mac = bareMachine({ run: browser, platform: 'darwin' });
  await tellWherePlaywrightKeepsItsOwn(mac);
  const chrome = put(mac, 'Applications', 'Google Chrome.app/Contents/MacOS/Google Chrome');
  expect((await findTools(mac)).chromium?.path).toBe(chrome);

  const windows = bareMachine({ run: browser, platform: 'win32' });
  await tellWherePlaywrightKeepsItsOwn(windows);
  windows.env.LOCALAPPDATA = windows.folder;
  const exe = put(windows, 'Google', 'Chrome', 'Application', 'chrome.exe');
  expect((await findTools(windows)).chromium).toMatchObject({ path: exe, version: 'unknown' });
});
