import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readApi } from '../../../scripts/api/read-api.mjs';
import { referenceOf } from '../../../scripts/api/reference.mjs';

const entries = readApi(fileURLToPath(new URL('../../../', import.meta.url)));

it.each(entries.map((entry) => [entry.specifier, entry] as const))(
  'the reference of %s says what the code says',
  (_, entry) =>
    expect(referenceOf(entry), 'A comment or a type has changed: `npm run docs:api`').toMatchFileSnapshot(
      `../../../docs/api/${entry.name}.md`,
    ),
);
