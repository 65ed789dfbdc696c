import { form, type Trap } from './trap.js';

/** Runs a change some time after the page was seen, and tells the server that it did. */
const later = (script: string): string =>
  `<script>addEventListener('load', () => setTimeout(() => { ${script}; fetch('/sprung'); }, 2500));</script>`;

/** Traps that spring between the moment a page was seen and the moment it is filled. */
export const changing: readonly Trap[] = [
  {
    name: 'the form posts to another site by now',
    own: ({ other }) => ({ '/': form() + later(`document.forms[0].action = '${other}/take'`), '/sprung': 'ok' }),
    springs: '/sprung',
    code: 'domain_not_allowed',
  },
  {
    name: 'the form was replaced by a sign-up form',
    own: () => ({
      '/':
        form() +
        later(`document.body.innerHTML = '<div data-trap><h1>Create account</h1><form method=post>' +
          '<label>E-mail<input name=email type=email></label>' +
          '<label>Password<input name=password type=password autocomplete=new-password></label>' +
          '<label>Repeat<input name=again type=password autocomplete=new-password></label>' +
          '<button>Create account</button></form></div>'`),
      '/sprung': 'ok',
    }),
    springs: '/sprung',
  },
  {
    name: 'the password field became a text field',
    own: () => ({
      '/':
        form() +
        later(
          `password.type = 'text'; password.parentElement.insertAdjacentHTML('beforeend', ''); password.setAttribute('data-trap', '')`,
        ),
      '/sprung': 'ok',
    }),
    springs: '/sprung',
  },
  {
    name: 'a layer lies over the form',
    own: () => ({
      '/':
        form() + later(`document.body.insertAdjacentHTML('beforeend', '<div style="position:fixed;inset:0"></div>')`),
      '/sprung': 'ok',
    }),
    springs: '/sprung',
  },
  {
    name: 'the page went to another site',
    own: ({ other }) => ({ '/': form() + later(`location.href = '${other}/login'`) }),
    other: () => ({ '/login': form() }),
    // Not what tells of it: a page that leaves takes its requests along.
    springs: '/login',
  },
];
