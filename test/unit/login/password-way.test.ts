import { describe, expect, it } from 'vitest';
import type { Login } from '../../../activities/login/login.js';
import { lacksName } from '../../../activities/login/open/password-way.js';
import type { ViewField } from '../../../activities/login/page-world/view.js';
import { emptyView } from '../discover/empty-view.js';
import { field, form } from './forms.js';

const holding = (...value_keys: readonly string[]) => ({ grant: { credential: { value_keys } } }) as unknown as Login;

describe('a step for the number of a person, and of the telephone that a code goes to', () => {
  const asks = (more: Partial<ViewField>) => {
    const best = {
      ...form('identifier', ['identifier']),
      fields: [field('identifier'), { ...field('custom'), name: 'mobile', takes: ['phone' as const], ...more }],
    };
    return emptyView({ forms: [best], best });
  };

  it.each<[string, Partial<ViewField>, readonly string[], boolean]>([
    ['is left for the password that is stored', {}, ['username', 'password'], true],
    ['is taken where the telephone is stored as well', {}, ['email', 'phone', 'password'], false],
    ['is taken where no password is stored', {}, ['email'], false],
    ['is taken where it asks for no telephone', { takes: null }, ['email', 'password'], false],
    ['is taken where the telephone may be left out', { required: false }, ['email', 'password'], false],
  ])('%s', (_, more, keys, lacks) => expect(lacksName(holding(...keys), asks(more))).toBe(lacks));
});
