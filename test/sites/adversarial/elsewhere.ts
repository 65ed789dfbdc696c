import { form, redirectTo, type Trap } from './trap.js';

/** Traps that lead to another site. */
export const elsewhere: readonly Trap[] = [
  {
    name: 'the login page redirects to a look-alike',
    own: ({ other }) => ({ '/': redirectTo(`${other}/login`) }),
    other: () => ({ '/login': form() }),
    code: 'domain_not_allowed',
  },
  {
    name: 'the login link leads to a look-alike',
    own: ({ other }) => ({ '/': `<h1>Shop</h1><a href="${other}/login">Log in</a>` }),
    other: () => ({ '/login': form() }),
    code: 'domain_not_allowed',
  },
  {
    name: 'an open redirect of the own site leads to a look-alike',
    own: ({ other }) => ({ '/': '<h1>Shop</h1><a href="/go">Log in</a>', '/go': redirectTo(`${other}/login`) }),
    other: () => ({ '/login': form() }),
    code: 'domain_not_allowed',
  },
  {
    name: 'the own site stands before the @ of the address of a look-alike',
    own: ({ own, other }) => ({
      '/': `<h1>Shop</h1><a href="${other.replace('//', `//${new URL(own).host.replace(':', '%3A')}@`)}/login">Log in</a>`,
    }),
    other: () => ({ '/login': form() }),
    code: 'domain_not_allowed',
  },
  {
    name: 'the login button opens a look-alike in a window of its own',
    own: ({ other }) => ({
      '/': `<h1>Shop</h1><button type="button" onclick="window.open('${other}/login')">Log in</button>`,
    }),
    other: () => ({ '/login': form() }),
    code: 'domain_not_allowed',
  },
  {
    name: 'the form posts to another site',
    own: ({ other }) => ({ '/': form({ action: `${other}/take` }) }),
    code: 'domain_not_allowed',
  },
  {
    name: 'the button posts to another site',
    own: ({ other }) => ({
      '/': form({ submit: `<button type="submit" formaction="${other}/take">Sign in</button>` }),
    }),
    code: 'domain_not_allowed',
  },
  {
    name: 'a base element takes the form to another site',
    own: ({ other }) => ({ '/': `<base href="${other}/">${form({ action: 'take' })}` }),
    code: 'domain_not_allowed',
  },
  {
    name: 'the form posts to another site, behind an input named action',
    own: ({ other }) => ({
      '/': form({ action: `${other}/take`, inside: '<input type="hidden" name="action" value="/login">' }),
    }),
    code: 'domain_not_allowed',
  },
  {
    name: 'the form posts over http to a public site',
    own: () => ({ '/': form({ action: 'http://login.example.com/' }) }),
    code: 'domain_not_allowed',
  },
  {
    name: 'the form posts by e-mail',
    own: () => ({ '/': form({ action: 'mailto:thief@example.com' }) }),
    code: 'domain_not_allowed',
    hostless: true,
  },
];
