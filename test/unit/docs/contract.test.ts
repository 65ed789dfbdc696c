/** What docs/contract.md lists is what there is: programs in other languages have nothing else to go by. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OPERATIONS } from '../../../activities/vault/calls/operations.js';

const ROOT = join(import.meta.dirname, '../../..');
let text: string;
beforeAll(async () => {
  text = await readFile(join(ROOT, 'docs/contract.md'), 'utf8');
});

/** Cells of the row that begins with a name in code. */
const rowOf = (name: string): readonly string[] | undefined =>
  text
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find(([, first]) => first === `\`${name}\``)
    ?.slice(2);

/** Names of what a call takes; null where the schema is no plain list of them. */
function membersOf(schema: z.ZodType): readonly string[] | null {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : null;
}

describe('a call of the vault', () => {
  it.each(Object.entries(OPERATIONS))('%s is listed, with what it takes and who may make it', (name, operation) => {
    const row = rowOf(name);
    expect(row, 'its row').toBeDefined();
    const [parameters = '', scope = ''] = row!;
    if (operation.scope === null) expect(scope).toMatch(/any| or /);
    else expect(scope).toContain(operation.scope);
    const members = membersOf(operation.params as z.ZodType) ?? [];
    if (!parameters.includes('as `create`'))
      expect(members.filter((member) => !new RegExp(`\\b${member}\\b`).test(parameters))).toEqual([]);
  });

  it('that is listed is there', () => {
    const listed = [...text.matchAll(/^\| `([a-z]+\.[a-zA-Z]+)` /gm)].map(([, name]) => name);
    expect(listed.filter((name) => !Object.hasOwn(OPERATIONS, name!))).toEqual([]);
  });
});

it('the events of a timeline are listed', async () => {
  const source = await readFile(join(ROOT, 'contract/invocation/invocation.ts'), 'utf8');
  const union = /readonly event:\s((?:\s*\| '[a-z_]+')+);/.exec(source)?.[1] ?? '';
  const events = [...union.matchAll(/'([a-z_]+)'/g)].map(([, event]) => event!);
  expect(events.length).toBeGreaterThan(10);
  const listed = rowOf('timeline[].event')![0]!.replaceAll('`', '').split(' ');
  expect(events.filter((event) => !listed.includes(event))).toEqual([]);
});
