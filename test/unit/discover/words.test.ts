import { describe, expect, it } from 'vitest';
import actions from '../../../activities/login/page-world/words/actions.json' with { type: 'json' };
import append from '../../../activities/login/page-world/words/append.json' with { type: 'json' };
import fields from '../../../activities/login/page-world/words/fields.json' with { type: 'json' };
import offers from '../../../activities/login/page-world/words/offers.json' with { type: 'json' };
import permissions from '../../../activities/login/page-world/words/permissions.json' with { type: 'json' };
import standing from '../../../activities/login/page-world/words/standing.json' with { type: 'json' };
import steps from '../../../activities/login/page-world/words/steps.json' with { type: 'json' };
import { WORDS } from '../../../activities/login/page-world/words/word-index.js';
import { type Concept, type Named, Words } from '../../../activities/login/page-world/words/words.js';

const words = new Words(WORDS);

type Lists = Record<string, Record<string, string[]>>;
const LISTS = {
  ...fields,
  ...actions,
  ...steps,
  ...append,
  ...offers,
  ...permissions,
  ...standing,
} as unknown as Lists;
const entries = Object.entries(LISTS).flatMap(([concept, languages]) =>
  Object.entries(languages).map(([language, list]) => ({ concept: concept as Concept, language, list })),
);

describe('word lists', () => {
  it.each(entries.filter(({ language }) => language !== 'dev'))(
    '$concept in $language are found in a text',
    ({ concept, list }) => {
      for (const word of list) {
        const sample = word.replace(/\*$/, '').replace(/\*/g, 'x');
        expect(words.says(concept, `… ${sample}: …`), word).toBe(true);
        expect(words.saysOnly(concept, ` ${sample.toUpperCase()}! `), word).toBe(true);
      }
    },
  );

  it.each(entries.filter(({ language }) => language === 'dev'))(
    '$concept of developers are found in names',
    ({ concept, list }) => {
      for (const word of list) expect(words.names(concept as Named, `x-${word}`), word).toBe(true);
    },
  );

  it.each([
    'login',
    'signup',
    'forgot',
    'continue',
    'remember',
    'logout',
    'otp',
    'otherMethod',
    'dismiss',
    'append',
    'notNow',
    'no',
    'offer',
    'mustChange',
    'enrolment',
    'otherSession',
    'identityCheck',
    'onTheWay',
    'greeting',
    'accountMenu',
    'forEveryone',
  ] as const)('%s is said in at least 20 languages', (concept) => {
    expect(Object.keys(LISTS[concept]!).filter((language) => language !== 'dev').length).toBeGreaterThanOrEqual(20);
  });

  it.each(['password', 'username', 'email'] as const)('%s is asked for in at least 25 languages', (concept) => {
    expect(Object.keys(LISTS[concept]!).filter((language) => language !== 'dev').length).toBeGreaterThanOrEqual(25);
  });
});

describe('text that people read', () => {
  it.each([
    ['login', 'LOG IN', true],
    ['login', 'Inicia sesión', true],
    ['login', 'Iniciar sesion', true],
    ['login', 'Blogging', false],
    ['login', 'ログインする', true],
    ['password', 'Jelszó', true],
    ['password', 'Passwörter', true],
    ['password', 'Passport number', false],
    ['otp', '6-digit code', true],
    ['email', 'Your e-mail address', true],
    ['noAccount', 'Don’t have an account?', true],
  ] as const)('%s in "%s": %s', (concept, text, expected) => {
    expect(words.says(concept, text)).toBe(expected);
  });

  it('says only that, or more', () => {
    expect(words.saysOnly('login', 'Log in →')).toBe(true);
    expect(words.saysOnly('login', 'Log in to comment')).toBe(false);
    expect(words.says('login', '')).toBe(false);
  });
});

describe('names that developers give', () => {
  it.each([
    ['username', 'loginForm_userName', true],
    ['username', 'txtUserId2', true],
    ['confirmPassword', 'password2', true],
    ['confirmPassword', 'password', false],
    ['otp', 'tfa-2fa', true],
    ['otp', 'stop', false],
    ['newsletter', 'nl', true],
    ['newsletter', 'online', false],
    ['checkout', 'border', false],
  ] as const)('%s in "%s": %s', (concept, name, expected) => {
    expect(words.names(concept, name)).toBe(expected);
  });
});

describe('what a page that asks for consent says', () => {
  const PERMISSIONS = Object.keys(permissions) as Concept[];

  it.each([
    'Report Bot will read, send and delete all of your mail',
    'See, edit, create, and delete your Google Drive files',
    'Read and write access to your calendars',
    'Maintain access to data you have given it access to',
    'Post on your behalf',
    'Report Bot möchte Ihre E-Mails lesen, senden und löschen',
    'Zugriff auf Ihre Kontakte',
    "L'application souhaite accéder à vos contacts et à votre agenda",
    'La aplicación quiere acceder a tus contactos',
    'O aplicativo quer acessar seus contatos',
    'приложение запрашивает доступ: ваши контакты',
    'メールの読み取りと送信',
    '读取邮件并发送邮件',
    'Information to be provided to service',
  ])('is more than who somebody is: %s', (text) => {
    expect(PERMISSIONS.filter((concept) => words.says(concept, text))).not.toEqual([]);
  });

  it.each([
    'Shop wants to access your account. It will see your name, e-mail address and profile picture.',
    'Google will share your name, email address, language preference, and profile picture with Shop.',
    "See Shop's Privacy Policy. You can manage Sign in with Google in your Google Account.",
    'You can revoke access at any time in your settings.',
    "This doesn't let the app post to Facebook.",
    'Sign you in and read your profile',
    'Authorize: the client is asking for openid, email',
    'Shop möchte auf Ihr Konto zugreifen: Name und E-Mail-Adresse. Sie können das jederzeit in den Einstellungen ändern.',
    'Shop souhaite accéder à votre nom et à votre adresse e-mail.',
    'Shop quiere acceder a tu nombre y a tu dirección de correo electrónico.',
  ])('is no more than who somebody is: %s', (text) => {
    expect(PERMISSIONS.filter((concept) => words.says(concept, text))).toEqual([]);
  });
});
