import { expect, it } from 'vitest';
import { chosenWord } from '../../../activities/login/judge/page-words.js';
import type { Login } from '../../../activities/login/login.js';
import { pageWordId } from '../../../contract/invocation/page-word.js';
import { emptyView } from '../discover/empty-view.js';

const login = { singleVisit: false, mayTypeAt: () => null } as unknown as Login;

it('a page that has gone on meanwhile is looked at again, whatever was said of the one before', () => {
  const said = pageWordId('inside', 'inside:4711');
  expect(chosenWord(login, emptyView(), { sign_in_option: said })).toBe('done');
  expect(chosenWord(login, emptyView(), { sign_in_option: 'answer-4711' })).toBe(null);
  expect(chosenWord(login, emptyView(), { mfa_type: 'totp' })).toBe(null);
});
