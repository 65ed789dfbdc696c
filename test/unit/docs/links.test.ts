import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const inDocs = (await readdir(join(root, 'docs'), { recursive: true })).filter((name) => name.endsWith('.md'));
const documents = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'llms.txt',
  ...inDocs.map((name) => join('docs', name)),
];

/** What a code host makes of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');

async function anchorsOf(file: string): Promise<Set<string>> {
  const text = withoutCode(await readFile(file, 'utf8'));
  return new Set([...text.matchAll(/^#{1,6} (.+)$/gm)].map((match) => anchorOf(match[1] as string)));
}

test.each(documents)('the links of %s lead somewhere', async (document) => {
  const file = join(root, document);
  const text = withoutCode(await readFile(file, 'utf8'));
  const broken: string[] = [];
  for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(link)) continue;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? file : resolve(dirname(file), path);
    if (!existsSync(target)) broken.push(link);
    else if (anchor !== undefined && !(await anchorsOf(target)).has(anchor)) broken.push(link);
  }
  expect(broken).toEqual([]);
});

test('decisions have the numbers of their files, and are listed', async () => {
  const folder = join(root, 'docs/adr');
  const list = await readFile(join(folder, 'README.md'), 'utf8');
  const wrong: string[] = [];
  for (const name of (await readdir(folder)).filter((file) => /^\d/.test(file))) {
    const number = name.slice(0, 4);
    const isTitled = (await readFile(join(folder, name), 'utf8')).startsWith(`# ${number}. `);
    if (!isTitled || !list.includes(`| [${number}](${name}) |`)) wrong.push(name);
  }
  expect(wrong).toEqual([]);
});
