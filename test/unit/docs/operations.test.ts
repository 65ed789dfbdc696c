import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ERRORS } from '../../../contract/errors/errors.js';

const root = new URL('../../../', import.meta.url);
const text = await readFile(new URL('docs/operations.md', root), 'utf8');

test('every error code stands in exactly one group of docs/operations.md, and no other does', () => {
  const groups = text.split('## Error codes')[1] ?? '';
  const listed = [...groups.matchAll(/`([a-z_]+)`/g)].map((match) => match[1] as string);
  const others = new Set(['login_url']);
  expect(listed.filter((code) => !others.has(code)).sort()).toEqual(Object.keys(ERRORS).sort());
});

test('every variable of this project that the code reads is documented', async () => {
  const read = new Set<string>();
  for (const room of ['contract', 'activities', 'worker', 'client', 'server', 'cli']) {
    for (const entry of await readdir(new URL(room, root), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(ts|js)$/.test(entry.name)) continue;
      const source = await readFile(`${entry.parentPath}/${entry.name}`, 'utf8');
      for (const [name] of source.matchAll(/\b(AGENT_AUTH|TEMPORAL)_[A-Z_]+[A-Z]\b/g)) read.add(name);
    }
  }
  expect([...read].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
