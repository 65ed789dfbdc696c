import { describe, expect, it } from 'vitest';
import type { Login } from '../../../activities/login/login.js';
import { strangerState } from '../../../activities/login/session/stranger.js';

const cookie = (name: string, value: string, httpOnly = false) => ({
  name,
  value,
  httpOnly,
  domain: 'site.test',
  path: '/',
  expires: -1,
  secure: true,
  sameSite: 'Lax' as const,
});

const carries = (untyped: Login['untyped']) => strangerState({ untyped } as Login)?.storage_state;

describe('a stranger', () => {
  it('carries nothing where it is not known what the browser carried before anything was typed', () =>
    expect(strangerState({ untyped: null } as Login)).toBeNull());

  it('carries the answer to a banner, a language, and what a firewall let pass; no cookie that may be the session', () => {
    const cookies = [
      cookie('cookie_consent', 'none'),
      cookie('lang', 'pt-BR'),
      cookie('cf_clearance', 'k3Jd9_fD83jf0aQ2mMpl-17', true),
      cookie('PHPSESSID', 'q8h3', true),
      cookie('sid', 'abc'),
      cookie('visit', '9f86d081884c7d659a2feaa0c55ad015'),
      cookie('XSRF-TOKEN', 'abc'),
    ];
    const state = carries({ cookies, storage: [], origin: 'https://site.test' });
    expect(state?.cookies.map(({ name }) => name)).toEqual(['cookie_consent', 'lang', 'cf_clearance']);
    expect(state?.origins).toEqual([]);
  });

  it('carries what the page keeps of such things', () => {
    const storage = [
      { name: 'i18nextLng', value: 'he' },
      { name: 'access_token', value: 'abc' },
    ];
    const state = carries({ cookies: [], storage, origin: 'https://site.test' });
    expect(state?.origins).toEqual([
      { origin: 'https://site.test', localStorage: [{ name: 'i18nextLng', value: 'he' }] },
    ]);
  });
});
