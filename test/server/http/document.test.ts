import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ROUTES } from '../../../server/routes.js';

it('docs/http.md says of every route what the code says', async () => {
  const text = (await readFile(new URL('../../../docs/http.md', import.meta.url), 'utf8')).replace(/ +/g, ' ');
  const named = ROUTES.map(({ method, path, needs, status, summary }) => {
    const described = path.replace('credential_providers', 'credential-providers');
    return `| \`${method} ${described}\` | ${needs} | ${status} | ${summary} |`;
  });
  expect(named.filter((row) => !text.includes(row))).toEqual([]);
});
