import { describe, expect, it } from 'vitest';
import { isAgreed } from '../../../activities/login/open/agreed.js';

const ASKED = { site: 'idp.example', client: 'shop', scopes: ['mail.read', 'openid'] };

describe('what a person agreed to counts', () => {
  it.each([
    ['for the same', {}, true],
    ['for less', { scopes: ['openid'] }, true],
    ['for no more', { scopes: ['mail.read', 'mail.send', 'openid'] }, false],
    ['for no scope that only begins like one', { scopes: ['mail'] }, false],
    ['for no other client', { client: 'shop2' }, false],
    ['for no client of another case', { client: 'Shop' }, false],
    ['for nobody who is not named', { client: '' }, false],
    ['for no other provider', { site: 'other.example' }, false],
  ] as const)('%s', (_, now, counts) => {
    expect(isAgreed({ agreed: [ASKED] }, { ...ASKED, ...now })).toBe(counts);
  });

  it('by one answer, not put together from several', () => {
    const agreed = [
      { ...ASKED, scopes: ['openid'] },
      { ...ASKED, scopes: ['mail.read'] },
    ];
    expect(isAgreed({ agreed }, ASKED)).toBe(false);
  });
});
