import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, hash, oneLine, slug, tokensOf } from '../../../activities/login/page-world/words/text.js';
import { hash as hashOutside } from '../../../activities/login/read/hash.js';
import { valueKeyOf } from '../../../contract/names.js';
import { valueKey } from '../../../contract/schemas/parts.js';

describe('folding', () => {
  it('levels case, accents, apostrophes and spaces', () => {
    expect(fold('  Mot  de Passe\u00a0oublié ? ')).toBe('mot de passe oublie ?');
    expect(fold('Straße, Łódź, Ærø, İş')).toBe('strasse, lodz, aero, is');
    expect(fold('Don’t')).toBe("don't");
    // As some libraries write it on a button.
    expect(fold('登 录')).toBe('登录');
    expect(fold('密码 登录')).toBe('密码 登录');
  });

  it('folds what is folded to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

describe('tokens', () => {
  it('follow the habits of developers', () => {
    expect(tokensOf('loginForm_userName2')).toEqual(['login', 'form', 'user', 'name']);
    expect(tokensOf('HTMLInput-email.address')).toEqual(['html', 'input', 'email', 'address']);
  });
});

describe('names made of labels', () => {
  it.each([
    ['Company ID', 'company_id'],
    ['What was your first pet’s name?', 'what_was_your_first_pet_s_name'],
    ['Mã khách hàng', 'ma_khach_hang'],
    ['Straße', 'strasse'],
    ['Αριθμός μέλους', 'αριθμος_μελους'],
    ['İşyeri Kodu', 'isyeri_kodu'],
    ['***', ''],
    // Marks that are no accents are part of a word.
    ['Личный код', 'личный_код'],
    ['Імʼя користувача', 'ім_я_користувача'],
    ['№ договора', 'договора'],
    ['会社コード', '会社コード'],
    ['密 码', '密码'],
    [
      'What is the name of the street on which the school stood that you went to?',
      'what_is_the_name_of_the_street_on_which_the_school_stood_that_yo',
    ],
    [`${'a'.repeat(63)} b`, 'a'.repeat(63)],
    ['パスワード２', 'パスワード2'],
    ['ＣＯＤＥ １', 'code_1'],
    ['고객 번호', '고객_번호'],
    ['สีที่คุณชอบ', 'สีที่คุณชอบ'],
    ['น้ำ', 'น้ำ'],
    ['कर्मचारी कोड', 'कर्मचारी_कोड'],
    ['சந்தாதாரர் எண்', 'சந்தாதாரர்_எண்'],
    ['رقم العضوية', 'رقم_العضوية'],
    ['שם הלקוח', 'שם_הלקוח'],
  ])('%s', (label, expected) => {
    expect(slug(label)).toBe(expected);
    // What an item of a provider calls so fills the field.
    expect(valueKeyOf(label) ?? '').toBe(expected);
  });

  it('are keys of a credential as they are, in any script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (label) => {
        const name = slug(label);
        fc.pre(name !== 'constructor' && name !== 'prototype');
        expect(valueKeyOf(label) ?? '').toBe(name);
        if (name !== '') expect(valueKey.parse(name)).toBe(name);
      }),
    );
  });

  it('are short, and letters, digits and single underscores only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (label) => {
        expect(slug(label)).toMatch(/^(?:[\p{L}\p{M}\p{N}]+(?:_[\p{L}\p{M}\p{N}]+)*)?$/u);
        expect(slug(label).length).toBeLessThanOrEqual(64);
      }),
    );
  });
});

describe('lines and hashes', () => {
  it('a line keeps to its limit', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (text, limit) => oneLine(text, limit).length <= limit),
    );
  });

  it('a hash is too short to carry a text', () => {
    expect(hash('a')).toBe('e40c292c');
    fc.assert(fc.property(fc.string(), (text) => /^[\da-f]{8}$/.test(hash(text))));
  });

  it('forms are named outside of pages as elements are inside', () => {
    fc.assert(fc.property(fc.string(), (text) => hash(text) === hashOutside(text)));
  });
});
