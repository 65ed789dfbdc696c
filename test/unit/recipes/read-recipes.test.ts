import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecipes } from '../../../activities/login/recipes/read-recipes.js';
import { run } from '../../../cli/run.js';
import { readConfig } from '../../../worker/config.js';
import { fakeIo } from '../cli/fake-io.js';

const recipe = (host: string) =>
  JSON.stringify({ host, forms: [{ category: 'account-login', fields: { password: ['#pw'] } }] });
const WRONG = JSON.stringify({
  host: 'example.com',
  forms: [{ category: 'account-login', fields: { password: '#pw' } }],
});

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-auth-recipes-'));
});
afterEach(() => rm(dir, { recursive: true }));

const put = (name: string, text: string) => writeFile(join(dir, name), text);
const read = () => readRecipes(dir, { required: true });

describe('a folder of recipes', () => {
  it('is read file by file, by name; what is no JSON file is left alone', async () => {
    await put('b.json', `[${recipe('b.example')}, ${recipe('c.example')}]`);
    await put('a.json', recipe('a.example'));
    await put('README.md', 'not a recipe');
    await mkdir(join(dir, 'old.json'));
    expect((await read()).map(({ host }) => host)).toEqual(['a.example', 'b.example', 'c.example']);
  });

  it('with wrong files is refused, with the name and the place of each', async () => {
    await put('a.json', recipe('a.example'));
    await put('b.json', WRONG);
    await put('c.json', '{');
    await symlink(join(dir, 'nowhere'), join(dir, 'd.json'));
    await expect(read()).rejects.toMatchObject({
      code: 'recipe_invalid',
      details: {
        problems: [
          `${join(dir, 'b.json')}: forms[0].fields.password: must be a list of selectors`,
          expect.stringContaining(`${join(dir, 'c.json')}: is not JSON`),
          `${join(dir, 'd.json')}: can't be read (ENOENT)`,
        ],
      },
    });
  });

  it('that is missing is empty, unless it was named', async () => {
    const missing = join(dir, 'missing');
    expect(await readRecipes(missing, { required: false })).toEqual([]);
    await expect(readRecipes(missing, { required: true })).rejects.toMatchObject({
      code: 'recipe_invalid',
      details: { problems: [`${missing}: can't be read (ENOENT)`] },
    });
  });

  it('that is none is refused either way', async () => {
    await put('file', '');
    await chmod(join(dir, 'file'), 0o600);
    await expect(readRecipes(join(dir, 'file'), { required: false })).rejects.toMatchObject({ code: 'recipe_invalid' });
  });

  it('is recipes/ of the state folder, or the one that the environment names', () => {
    expect(readConfig({ AGENT_AUTH_STATE_DIR: '/state' }).recipes).toEqual({
      folder: join('/state', 'recipes'),
      required: false,
    });
    expect(readConfig({ AGENT_AUTH_STATE_DIR: '/state', AGENT_AUTH_RECIPES_DIR: '/elsewhere' }).recipes).toEqual({
      folder: '/elsewhere',
      required: true,
    });
  });
});

describe('agent-auth recipes check', () => {
  it('needs no stack', async () => {
    await put('a.json', `[${recipe('a.example')}, ${recipe('*.b.example')}]`);
    const io = fakeIo({ connectError: new Error('nobody is to be asked') });
    expect(await run(['recipes', 'check', join(dir, 'a.json')], io)).toBe(0);
    expect(io.stdout).toEqual([`${join(dir, 'a.json')}: a.example, *.b.example`]);
  });

  it('says what is wrong, in words and in JSON', async () => {
    await put('a.json', recipe('a.example'));
    await put('b.json', WRONG);
    const files = [join(dir, 'a.json'), join(dir, 'b.json')];
    const io = fakeIo();
    expect(await run(['recipes', 'check', ...files], io)).toBe(2);
    expect(io.stdout).toEqual([`${files[0]}: a.example`]);
    expect(io.stderr[0]).toBe(`${files[1]}: forms[0].fields.password: must be a list of selectors`);
    expect(io.stderr[1]).toContain('(recipe_invalid)');
    const json = fakeIo();
    expect(await run(['--json', 'recipes', 'check', ...files], json)).toBe(2);
    expect(json.stdout.map((line) => JSON.parse(line))).toEqual([
      { file: files[0], hosts: ['a.example'] },
      {
        error: expect.objectContaining({
          code: 'recipe_invalid',
          details: { problems: [`${files[1]}: forms[0].fields.password: must be a list of selectors`] },
        }),
      },
    ]);
    expect(json.stderr).toEqual([]);
  });
});
