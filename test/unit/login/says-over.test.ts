import { describe, expect, it } from 'vitest';
import { saysElsewhere, saysOver } from '../../../activities/login/read/says-over.js';
import { page } from './observations.js';
import signedOut from './sentences/signed-out.json' with { type: 'json' };

describe('a page says that its session is over', () => {
  it.each(Object.entries(signedOut))('in %s, where somebody ended it', (_, texts) => {
    expect(texts.filter((text) => !saysOver(page({ lines: [text] })))).toEqual([]);
  });

  it.each([
    'You will be logged out after ten minutes.',
    'All other devices have been signed out.',
    'Are you signed out?',
    'Sign out',
    'Your orders',
    'Alle anderen Geräte wurden abgemeldet.',
    'Already signed in on another device.',
  ])('but not by: %s', (text) => {
    expect(saysOver(page({ lines: [text] }))).toBe(false);
  });

  it('but not where it offers what only a session has', () => {
    expect(saysOver(page({ lines: ['You have been logged out of the forum.'], logout: true }))).toBe(false);
  });
});

describe('a page says no more than that the account is used elsewhere', () => {
  const TEXTS = [
    'Your account is in use on another device.',
    '다른 기기에서 접속하였습니다',
    '您的账号已在其他设备登录',
  ];

  it.each(TEXTS)('%s', (text) => {
    expect(saysElsewhere(page({ lines: [text] }))).toBe(true);
  });

  it('but not where that is beside something else, or can be answered', () => {
    const [text = ''] = TEXTS;
    expect(saysElsewhere(page({ lines: [text], logout: true }))).toBe(false);
    expect(saysElsewhere(page({ lines: [text, 'Stock. '.repeat(120)] }))).toBe(false);
    expect(saysElsewhere(page({ lines: [text], buttons: ['Use it here'] }))).toBe(false);
  });
});
