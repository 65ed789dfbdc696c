import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ROOMS, sourcesOf } from '../structure/sources.js';

it('the words in the code stand in the code', async () => {
  const text = await readFile(new URL('../../../docs/concepts.md', import.meta.url), 'utf8');
  const table = text.split('## Words in the code')[1]?.split('\n## ')[0] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('| _'));
  const names = rows.flatMap((row) => [...row.split('|')[2]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
  const code = (await Promise.all(ROOMS.map(sourcesOf))).flat().map((source) => source.text);
  const used = new Set(code.join('\n').match(/[\w$]+/g));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !used.has(name))).toEqual([]);
});
