import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../../../../activities/providers/command/index.js';
import type { Bench, Fault } from '../world.js';

const PROGRAM = `#!${process.execPath}
const { readFileSync } = require('node:fs');
const { items, fault, token } = JSON.parse(readFileSync(__dirname + '/world.json', 'utf8'));
const asked = JSON.parse(readFileSync(0, 'utf8'));
const say = (answer) => process.stdout.write(JSON.stringify(answer));
const names = Object.keys(process.env);
if (process.argv.length !== 3 || process.argv[2] !== asked.call) throw new Error('arguments');
if (names.some((name) => !['PATH', 'HOME', 'LANG', 'TMPDIR', 'USER'].includes(name))) throw new Error('environment');
console.error('debug: ' + JSON.stringify(items));
const overview = (item) => ({
  id: item.id, title: item.title, vault: { id: item.vault, name: item.vault }, urls: item.urls, username: item.username,
  has_password: item.password !== '', has_totp: item.totp !== '', version: item.version, archived: item.state === 'archived',
});
if (asked.token !== token || fault === 'token') say({ error: 'token_invalid' });
else if (fault === 'forbidden') say({ error: 'forbidden' });
else if (fault === 'locked') say({ error: 'locked' });
else if (fault === 'limited') say({ error: 'rate_limited', retry_after: 60 });
else if (fault === 'html') console.log('<!doctype html>' + JSON.stringify(items));
else if (fault === 'hang') setInterval(() => {}, 1000);
else if (fault === 'down') process.exitCode = 3;
else if (fault === 'empty') process.exitCode = 0;
else if (fault === 'big') process.stdout.write(JSON.stringify(items).padEnd(10 << 20, ' x'));
else if (fault === 'huge') { const more = () => { while (process.stdout.write('x'.repeat(1 << 20))); process.stdout.once('drain', more); }; more(); }
else if (asked.call === 'check') say({ vaults: [...new Set(items.map(({ vault }) => vault))].map((name) => ({ id: name, name })) });
else if (asked.call === 'list') say({ items: items.map(overview) });
else {
  const item = items.find(({ id, vault, state }) => id === asked.item_id && vault === asked.vault_id && state === 'active');
  const key = (label) => label.toLowerCase().replaceAll(' ', '_');
  const more = item && Object.fromEntries(Object.entries(item.extra).map(([label, value]) => [key(label), value]));
  if (item === undefined) say({ error: 'item_not_found' });
  else say({ item: { values: { username: item.username, password: item.password, ...more }, totp: item.totp, version: item.version } });
}
`;

/**
 * A program of the operator's.
 * @param into folder of a worker; else one of its own
 */
export async function commandBench(into?: string): Promise<Bench> {
  const folder = into ?? (await mkdtemp(join(tmpdir(), 'providers-')));
  const token = 'canary-token-command-55';
  const state = { items: [] as readonly unknown[], fault: null as Fault | null, token };
  const write = () => writeFile(join(folder, 'world.json'), JSON.stringify(state));
  await writeFile(join(folder, 'vault-of-ours'), PROGRAM);
  await chmod(join(folder, 'vault-of-ours'), 0o700);
  return {
    token,
    open: (timeoutMs = 10_000) =>
      command.open({ token, settings: { command: 'vault-of-ours' } }, { folder, timeoutMs }),
    async fill(items) {
      state.items = items;
      await write();
    },
    async fail(fault) {
      state.fault = fault;
      await write();
    },
    vaults: ['work', 'other'],
    faults: {
      token: 'provider_token_invalid',
      forbidden: 'provider_forbidden',
      locked: 'provider_locked',
      limited: 'provider_rate_limited',
      html: 'provider_answer_invalid',
      hang: 'provider_unavailable',
      down: 'provider_unavailable',
      empty: 'provider_answer_invalid',
      big: 'provider_answer_invalid',
      huge: 'provider_answer_invalid',
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
