import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import { testPages } from '../engine/login/harness.js';
import type { ConsentPage } from '../sites/flows/consent-provider.js';
import { variants } from '../support/variants.js';
import { close, consents, onShop } from './consent-shop.js';

/**
 * The request asks for no more than to sign in, and the page that comes of it does something else: it lets a device in, joins accounts, gives an
 * application what it lists in words of its own. Nothing of that is pressed by itself.
 */
let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const PAGES: readonly (readonly [string, ConsentPage])[] = [
  [
    'lets a device in',
    {
      body: '<h1>Connect a device</h1><p>TV wants to access your account. Code shown on your device: <b>WDJB-MJHT</b></p>',
      allow: 'Confirm',
      deny: 'Cancel',
    },
  ],
  [
    'lets a device in, and says that it stays',
    { body: '<h1>Device activation</h1><p>WDJB-MJHT</p><p>Stay signed in on your TV?</p>', allow: 'Yes', deny: 'No' },
  ],
  [
    'lets a device in, in German',
    {
      body: '<h1>Gerät verbinden</h1><p>Das Gerät möchte auf Ihr Konto zugreifen. Gerätecode: WDJB-MJHT</p>',
      allow: 'Weiter',
      deny: 'Abbrechen',
    },
  ],
  [
    'lets a device in, in Japanese',
    {
      body: '<h1>デバイスを接続</h1><p>テレビがアクセスを求めています。コード WDJB-MJHT</p>',
      allow: '続行',
      deny: 'キャンセル',
    },
  ],
  [
    'joins accounts',
    {
      body: '<h1>Link accounts</h1><p>Shop wants to access your account. An account with this e-mail already exists.</p>',
      allow: 'Continue',
      deny: 'Cancel',
    },
  ],
  [
    'joins accounts, and remembers the device',
    { body: '<h1>Connect your account</h1><p>Remember this device</p>', allow: 'Continue', deny: 'Not now' },
  ],
  [
    'lists what no list knows, and can wait',
    {
      body: '<h1>Shop möchte auf Ihr Konto zugreifen</h1><ul><li>Heizung steuern</li></ul>',
      allow: 'Zulassen',
      deny: 'Später',
    },
  ],
  [
    'joins accounts, in Spanish',
    {
      body: '<h1>Vincular cuentas</h1><p>La tienda quiere acceder a tu cuenta.</p>',
      allow: 'Continuar',
      deny: 'Rechazar',
    },
  ],
  [
    'consents for an organization',
    {
      body: '<h1>Permissions requested</h1><p>Consent on behalf of your organization</p><ul><li>Sign you in</li></ul>',
      allow: 'Accept',
      deny: 'Cancel',
    },
  ],
  [
    'consents for an organization, in French',
    { body: '<h1>Autorisations demandées</h1><p>Pour tous les utilisateurs</p>', allow: 'Accepter', deny: 'Refuser' },
  ],
  [
    'lists what no list knows',
    { body: '<h1>Shop wants to access your account</h1><ul><li>Your name</li><li>Control your smart home</li></ul>' },
  ],
  [
    'lists what no list knows, in rows',
    {
      body: '<h1>Authorize Shop</h1><table><tr><td>See your name</td></tr><tr><td>Open your front door</td></tr></table>',
    },
  ],
  [
    'lists what no list knows, by boxes',
    { body: '<h1>Shop would like to access</h1><label><input type="checkbox" checked> Health records</label>' },
  ],
  [
    'lists in a language of no list',
    { body: '<h1>Shop wants to access your account</h1><ul><li>Az összes levél olvasása és törlése</li></ul>' },
  ],
  [
    'lists in a shadow root',
    {
      body: '<h1>Shop wants access to</h1><div id="h"></div><script>h.attachShadow({mode:"open"}).innerHTML="<div role=list><div role=listitem>Location history</div></div>"</script>',
    },
  ],
  [
    'says "keep me signed in" above what it lists',
    {
      body: '<h1>Report Bot</h1><p>Keep me signed in</p><ul><li>Read, send and delete all of your mail</li></ul>',
      allow: 'Continue',
      deny: 'Cancel',
    },
  ],
];

describe('a page behind a request to sign in is left to a person where it', () => {
  it.each(variants(2, [...PAGES]))('%s', (_, page) =>
    onShop(pages, { page }, async (run) => {
      const { page: open, outcome } = await run.logIn();
      expect({ kind: outcome.kind, pressed: consents(run) }).toEqual({ kind: 'input', pressed: [] });
      await close(run, open);
    }),
  );

  it.each(
    variants<readonly [string, ConsentPage]>(1, [
      [
        'lists who the user is',
        {
          body: '<h1>Shop wants to access your account</h1><ul><li>Your name and e-mail address</li><li>Profile picture</li></ul><footer><ul><li>Imprint</li></ul></footer>',
        },
      ],
      [
        'lists it in German',
        {
          body: '<h1>Shop möchte auf Ihr Konto zugreifen</h1><ul><li>Ihr Name</li><li>Ihre E-Mail-Adresse</li></ul>',
          allow: 'Zulassen',
          deny: 'Ablehnen',
        },
      ],
      [
        'lets forget the choice',
        {
          body: '<h1>Shop wants to access your account</h1><p>your name</p><label><input type="checkbox"> Remember my decision</label>',
        },
      ],
    ]),
  )('and is answered where it %s', (_, page) =>
    onShop(pages, { page }, async (run) => {
      const { page: open, outcome } = await run.logIn();
      expect(outcome.kind).toBe('authenticated');
      expect(consents(run)).toHaveLength(1);
      await close(run, open);
    }),
  );
});
