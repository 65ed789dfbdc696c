/** What sites that make their pages on the server have in common. */
import { type Asked, type Framework, page, type Reply, random } from './serve.js';

export const fields = (names: readonly [string, string] = ['username', 'password']): string =>
  `<label>User name <input name="${names[0]}" autocomplete="username"></label>
<label>Password <input name="${names[1]}" type="password" autocomplete="current-password"></label><button>Sign in</button>`;

export const inside = (extra = ''): string => `<nav><a href="/invoices">Invoices</a> <a href="/profile">Your profile</a>
<form method="post" action="/logout"><button>Log out</button></form></nav><h1>Hello Ada Lovelace</h1><p>Three open invoices</p>${extra}`;

export interface Store {
  readonly alive: Set<string>;
  logins: number;
  day: number;
}

export function framework(reply: (asked: Asked, store: Store) => Reply): Framework {
  const store: Store = { alive: new Set(), logins: 0, day: 0 };
  return {
    reply: (asked) => reply(asked, store),
    end: () => store.alive.clear(),
    logins: () => store.logins,
    later: () => {
      store.day += 1;
    },
    trouble: null,
  };
}

export function issue(store: Store, value = random()): string {
  store.logins += 1;
  store.alive.add(value);
  return value;
}

export const NOT_FOUND: Reply = { status: 404, body: page('Not found', '<h1>Not found</h1>') };
