/** kill -9 at each step of an exchange of the master key: what is there opens before and after, and the next start ends it. */
import { once } from 'node:events';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openVault } from '../../activities/vault/index.js';
import { childWithVault } from '../vault/support/child.js';
import { twoAccounts } from '../vault/support/two-accounts.js';
import { begin, makeStateDir, openTestVault } from '../vault/support/vault.js';

/** Dies before its n-th change of a file or statement of the database. */
const ROTATES = `
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import Sqlite from 'libsql';
const [stateDir, at] = process.argv.slice(2);
const vault = await openVault({ stateDir });
let left = Number(at);
const dying = (owner, name) => {
  const was = owner[name];
  owner[name] = function (...args) {
    if (left-- === 0) process.kill(process.pid, 'SIGKILL');
    return was.apply(this, args);
  };
};
for (const name of ['open', 'rename', 'rm']) dying(fs, name);
syncBuiltinESMExports();
const statement = Object.getPrototypeOf(new Sqlite(':memory:').prepare('select 1'));
for (const name of ['run', 'all']) dying(statement, name);
console.log('open');
await vault.rotateMasterKey();
process.exit(0);
`;

/** More data keys than one transaction wraps. */
const CREDENTIALS = 210;

async function before() {
  const t = await openTestVault();
  const { a, b } = await twoAccounts(t);
  const login = await begin(t.vault, a);
  const given = await login.give('password', 'given');
  for (let n = 0; n < CREDENTIALS; n += 1)
    await t.admin('credentials.create', { name: `more-${n}`, domain: 'c.example', values: { password: `pw-${n}` } });
  await t.vault.close();
  return { t, a, b, answer: { ...login.ref, ...given } };
}

it('nothing is lost or half sealed, wherever it was killed', async () => {
  const { t, a, b, answer } = await before();
  const old = await readFile(join(t.stateDir, 'master-key'), 'utf8');
  const interrupted: number[] = [];
  for (let at = 0, isDone = false; !isDone; at += at < 12 ? 1 : 29) {
    const stateDir = await makeStateDir();
    await cp(t.stateDir, stateDir, { recursive: true });
    const child = await childWithVault(ROTATES, [stateDir, String(at)]);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    isDone = child.exitCode === 0;
    const keys = await readFile(join(stateDir, 'master-key'), 'utf8');
    if (keys.includes(old.trim()) && keys !== old) interrupted.push(at);
    const vault = await openVault({ stateDir, clock: () => t.clock.now });
    onTestFinished(() => vault.close());
    expect([await vault.openStored(a, 'password'), await vault.openStored(b, 'password')]).toEqual([
      'secret-a',
      'secret-b',
    ]);
    expect(await vault.openGiven(answer)).toBe('given');
    const after = await readFile(join(stateDir, 'master-key'), 'utf8');
    expect(after.trim().split('\n')).toHaveLength(1);
    // Once a new key was on disk, the old one opens nothing any more.
    expect(after === old).toBe(keys === old);
    await vault.close();
  }
  expect(interrupted.length).toBeGreaterThan(3);
}, 600_000);
