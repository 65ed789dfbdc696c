import { describe, expect, it } from 'vitest';
import { checkRecipe } from '../../../activities/login/recipes/check-recipe.js';
import { proposalsAt } from '../../../activities/login/recipes/proposals-at.js';

const recipes = (recipe: object) => {
  const form = { category: 'account-login', fields: { password: ['#pw'] } };
  return checkRecipe(JSON.stringify({ forms: [form], ...recipe })).recipes!;
};
const isFor = (recipe: object, address: string): boolean => proposalsAt(recipes(recipe), address).length > 0;

describe('where a recipe counts', () => {
  it.each([
    ['example.com', 'https://example.com/login', true],
    ['example.com', 'https://www.example.com/login', false],
    ['example.com', 'https://example.com.evil.example/login', false],
    ['example.com', 'https://example.com:8443/', false],
    ['*.example.com', 'https://www.example.com/', true],
    ['*.example.com', 'https://a.b.example.com/', true],
    ['*.example.com', 'https://example.com/', false],
    ['*.example.com', 'https://notexample.com/', false],
    ['localhost:7460', 'http://localhost:7460/', true],
    ['localhost:7460', 'http://localhost:7461/', false],
    ['example.com', 'data:text/html,example.com', false],
    ['example.com', 'about:srcdoc', false],
    ['example.com', '', false],
  ])('the host %s at %s: %s', (host, address, counts) => {
    expect(isFor({ host }, address)).toBe(counts);
  });

  it.each([
    [['/login'], '/login', true],
    [['/login'], '/login/', true],
    [['/login/'], '/login', true],
    [['/login'], '/login?next=%2F#top', true],
    [['/login'], '/login/password', false],
    [['/login'], '/Login', false],
    [['/login*'], '/login-2/password', true],
    [['/login/*'], '/login', false],
    [['/a', '/b/*'], '/b/c', true],
    [['/'], '/', true],
    [['/'], '/login', false],
  ])('the paths %j at %s: %s', (paths, path, counts) => {
    expect(isFor({ host: 'example.com', paths }, `https://example.com${path}`)).toBe(counts);
  });

  it('is every page of the host without paths', () => {
    expect(isFor({ host: 'example.com' }, 'https://example.com/any/where')).toBe(true);
  });
});

it('names become what the engine calls them, and selectors their ways into shadow roots', () => {
  const form = {
    category: 'account-login',
    container: ['x-app >>> form'],
    fields: { email: ['#a', '#b'], oneTimeCode: [['#c', '#d']], club_number: ['x-a >>> x-b>>>[title=">>>"]'] },
    actions: { next: ['.n'], submit: ['.s'] },
  };
  const [proposal] = proposalsAt(recipes({ host: 'example.com', forms: [form] }), 'https://example.com/');
  expect(proposal).toMatchObject({ container: [['x-app', 'form']], submit: [['.s'], ['.n']] });
  expect(Object.fromEntries(proposal!.fields.map(({ name, role, at }) => [`${role}:${name}`, at]))).toEqual({
    'identifier:email': [[['#a']], [['#b']]],
    'otp:code': [[['#c'], ['#d']]],
    'custom:club_number': [[['x-a', 'x-b', '[title=">>>"]']]],
  });
});
