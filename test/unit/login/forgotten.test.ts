import { describe, expect, it } from 'vitest';
import { says } from '../../../activities/login/read/states.js';

describe('a site that has lost a login half-way', () => {
  it.each([
    'Invalid state parameter. Please start the login again.',
    'State mismatch',
    'Error: the state parameter does not match.',
    'Your login attempt has expired.',
    'This sign-in request is no longer valid.',
    'The authorization request was not found.',
    'Missing code verifier.',
    'Der Anmeldevorgang ist abgelaufen.',
    'Bitte beginnen Sie von vorne.',
    'La demande de connexion a expiré.',
    'El proceso de inicio de sesión ha expirado.',
    'La richiesta di accesso è scaduta.',
    'De inlogpoging is verlopen.',
    'Ogiltig state',
    'Попытка входа истекла.',
    'ログインの有効期限が切れました。',
    '最初からやり直してください。',
    '登录请求已过期，请重新开始。',
    '로그인 시간이 만료되었습니다.',
  ])('%s', (words) => expect(says('forgotten', words)).toBe(true));

  it.each([
    'Invalid code. Please try again.',
    'Wrong password.',
    'The code has expired.',
    'Your password has expired.',
    'Select your state or province.',
    'Welcome back',
    'Der Code ist abgelaufen.',
    'Code incorrect.',
    'Login failed.',
    '验证码已过期。',
  ])('not: %s', (words) => expect(says('forgotten', words)).toBe(false));
});
