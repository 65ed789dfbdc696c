import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dependenciesAreInstalled } from '../../../scripts/setup/dependencies.mjs';
import { nodeProblem } from '../../../scripts/setup/node-version.mjs';
import { fingerprint } from '../../../scripts/setup/stale.mjs';
import { wantedTools } from '../../../scripts/setup/wanted-tools.mjs';
import { cacheFolder } from '../../../worker/tools/places.js';

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'agent-auth-project-'));
});
afterEach(() => {
  rmSync(project, { recursive: true });
});
function put(path: string, content: unknown): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), typeof content === 'string' ? content : JSON.stringify(content));
}

describe('dependencies count as installed', () => {
  const wanted = { '': { version: '1.0.0' }, 'node_modules/a': { version: '1.0.0' } };
  const installed = { 'node_modules/a': { version: '1.0.0' } };
  const check = (lock: object, hidden: object | string) => {
    put('package-lock.json', { packages: lock });
    put('node_modules/.package-lock.json', typeof hidden === 'string' ? hidden : { packages: hidden });
    return dependenciesAreInstalled(project);
  };

  test('when each wanted package is there in its version', () => {
    expect(check(wanted, installed)).toBe(true);
  });
  test('when only packages for other platforms are absent', () => {
    expect(check({ ...wanted, 'node_modules/mac': { version: '1.0.0', optional: true } }, installed)).toBe(true);
  });
  test('not without node_modules', () => {
    put('package-lock.json', { packages: wanted });
    expect(dependenciesAreInstalled(project)).toBe(false);
  });
  test('not when a package is absent or of another version', () => {
    expect(check(wanted, {})).toBe(false);
    expect(check(wanted, { 'node_modules/a': { version: '1.0.1' } })).toBe(false);
  });
  test('not when npm was interrupted while it wrote its list', () => {
    expect(check(wanted, '{"packages": {"node_modules/a": {"vers')).toBe(false);
  });
});

describe('a build is stale', () => {
  const now = () => fingerprint(project, ['rooms', 'lock.json', 'not-there']);
  beforeEach(() => {
    put('rooms/deep/a.ts', 'a');
    put('lock.json', '{}');
  });

  test('not while nothing changes', () => {
    expect(now()).toBe(now());
  });
  test.each<[string, () => void]>([
    ['changed', () => put('rooms/deep/a.ts', 'longer')],
    ['touched', () => utimesSync(join(project, 'rooms/deep/a.ts'), 1, 1)],
    ['added', () => put('rooms/deep/b.ts', '')],
  ])('when a file was %s', (_, change) => {
    const before = now();
    change();
    expect(now()).not.toBe(before);
  });
});

test.each([
  ['20.19.0', null],
  ['20.20.2', null],
  ['22.0.0', null],
  ['20.18.3', 'Node 20.18.3 is too old: 20.19 or newer is needed (https://nodejs.org).'],
  ['18.20.0', 'Node 18.20.0 is too old: 20.19 or newer is needed (https://nodejs.org).'],
])('Node %s: %s', (version, problem) => {
  expect(nodeProblem(version)).toBe(problem);
});

test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ['linux', {}, '/home/u/.cache/temporal-agent-auth'],
  ['linux', { XDG_CACHE_HOME: '/c' }, '/c/temporal-agent-auth'],
  ['darwin', {}, '/home/u/Library/Caches/temporal-agent-auth'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/temporal-agent-auth'],
])('the cache on %s with %j is %s', (platform, env, folder) => {
  expect(cacheFolder(platform, env, '/home/u')).toBe(folder);
});

test('a Temporal server of the user makes the local one needless, but not in tests', () => {
  const local = ['temporal', 'chromium'];
  expect(wantedTools({ withTestServer: false, env: {} })).toEqual(local);
  for (const name of ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE']) {
    const env = { [name]: 'set' };
    expect(wantedTools({ withTestServer: false, env })).toEqual(['chromium']);
    expect(wantedTools({ withTestServer: true, env })).toContain('temporal');
  }
});
