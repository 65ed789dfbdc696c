import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRecipe } from '../../../activities/login/recipes/check-recipe.js';

const FORM = { category: 'account-login', fields: { username: ['#user'], password: ['#pw'] } };
const RECIPE = { host: 'app.example.com', forms: [FORM] };
const check = (json: unknown) => checkRecipe(JSON.stringify(json));
const withForm = (more: object) => ({ ...RECIPE, forms: [{ ...FORM, ...more }] });

describe('a recipe', () => {
  it('is taken as it is written, one or a list', () => {
    const whole = {
      host: 'app.example.com',
      start: '/login',
      paths: ['/login', '/login/*'],
      forms: [
        {
          category: 'account-login',
          container: ['form#signin', 'main > form'],
          fields: {
            email: ['#mail'],
            password: ['x-field[name="pw"] >>> input'],
            company_id: ['#firm'],
            oneTimeCode: ['#code', ['#d1', '#d2', '#d3', '#d4', '#d5', '#d6']],
          },
          actions: { submit: ['button.go', 'form > :last-child'], next: ['a.next'] },
        },
      ],
    };
    expect(check(whole)).toEqual({ recipes: [whole], problems: [] });
    expect(check([whole, RECIPE])).toEqual({ recipes: [whole, RECIPE], problems: [] });
  });

  it.each([
    ['APP.Example.com', 'app.example.com'],
    ['*.example.com', '*.example.com'],
    ['localhost:7460', 'localhost:7460'],
  ])('is for the host %s', (host, means) => {
    expect(check({ ...RECIPE, host })).toMatchObject({ recipes: [{ host: means }] });
  });

  it.each([
    ['no member', {}, ['host:', 'forms:']],
    ['no host', { ...RECIPE, host: 'https://example.com/login' }, ['host: is no host']],
    ['a port', { ...RECIPE, host: 'example.com:8443' }, ['host: is no host']],
    ['a public suffix', { ...RECIPE, host: '*.co.uk' }, ['host: stands for hosts of strangers']],
    ['a list of hosts', { ...RECIPE, host: ['a.example'] }, ['host: must be a host, as text']],
    ['an unknown member', { ...RECIPE, hosts: [] }, ['has unknown members: hosts']],
    ['no form', { ...RECIPE, forms: [] }, ['forms: must not be empty']],
    ['a start with a query', { ...RECIPE, start: '/login?next=/' }, ['start: is no path']],
    ['a start for many', { ...RECIPE, host: '*.example.com', start: '/login' }, ['start: needs one host']],
    ['a start with a star', { ...RECIPE, start: '/login/*' }, ['start: must be one address']],
    ['a path without slash', { ...RECIPE, paths: ['/a', 'login'] }, ['paths[1]: is no path']],
    ['a star in the middle', { ...RECIPE, paths: ['/*/login'] }, ['paths[0]: is no path']],
    ['another category', withForm({ category: 'account-creation' }), ['forms[0].category: must be `account-login`']],
    ['no field', withForm({ fields: {} }), ['forms[0].fields: names no field']],
    [
      'a text in place of a list',
      withForm({ fields: { password: '#pw' } }),
      ['forms[0].fields.password: must be a list of'],
    ],
    ['an empty list', withForm({ fields: { password: [] } }), ['forms[0].fields.password: must not be empty']],
    [
      'boxes of a name',
      withForm({ fields: { username: [['#a', '#b']] } }),
      ['forms[0].fields.username[0]: must be a selector'],
    ],
    [
      'one box',
      withForm({ fields: { oneTimeCode: [['#a']] } }),
      ['forms[0].fields.oneTimeCode[0]: must be a list of at least two'],
    ],
    [
      'a second password',
      withForm({ fields: { new_password: ['#a'] } }),
      ['forms[0].fields.new_password: sounds like'],
    ],
    ['a strange name', withForm({ fields: { 'a b': ['#a'] } }), ['forms[0].fields.a b: is no name']],
    ['no action', withForm({ actions: {} }), ['forms[0].actions: names neither']],
    [
      'another action',
      withForm({ actions: { click: ['#a'] } }),
      ['forms[0].actions: has unknown members: click', 'forms[0].actions: names neither'],
    ],
    [
      'a wrong container',
      withForm({ container: ['form', '#1st'] }),
      ['forms[0].container[1]: has a `#` at character 1'],
    ],
  ])('with %s is refused, and it says where', (_, recipe, problems) => {
    const found = check(recipe).problems;
    expect(found).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) expect(found[index]).toContain(problem);
  });

  it('in a list is named by its place', () => {
    expect(check([RECIPE, withForm({ fields: { password: ['#pw', '#a['] } })]).problems).toEqual([
      '[1].forms[0].fields.password[1]: has a `[` that is never closed',
    ]);
  });

  it.each(['', '{', '{"host": "a.example",\n "forms": [}', 'null', '17', '[]', '"text"'])('is not %j', (text) => {
    expect(checkRecipe(text)).toMatchObject({ recipes: null, problems: [expect.any(String)] });
  });

  it('is never quoted in what is wrong with it, and no text makes the check fail', () => {
    const secret = 'canary-7d21';
    for (const wrong of [
      { ...RECIPE, host: secret },
      { ...RECIPE, start: secret },
      withForm({ category: secret }),
      withForm({ container: `>${secret}` }),
      withForm({ fields: { password: [`${secret}{`], username: [[secret]], oneTimeCode: [[secret, `${secret}[`]] } }),
    ]) {
      const { problems } = check(wrong);
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.join()).not.toContain(secret);
    }
    expect(checkRecipe(`{"host": "${secret}" nonsense`).problems.join()).not.toContain(secret);
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(checkRecipe(text).problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the example', () => {
  const read = (file: string): Promise<string> => readFile(new URL(`../../../${file}`, import.meta.url), 'utf8');

  it('of the documentation is the file, and right', async () => {
    const [block] = /(?<=```json\n).*?(?=```)/s.exec(await read('docs/recipes.md'))!;
    const text = await read('examples/recipes/intranet.json');
    expect(JSON.parse(block)).toEqual(JSON.parse(text));
    expect(checkRecipe(text).problems).toEqual([]);
  });
});
