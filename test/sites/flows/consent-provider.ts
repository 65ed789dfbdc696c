import { PASSWORD_PAGE } from './members.js';
import { type Answer, type FlowSite, serveFlow, type Visit } from './serve.js';

/** What a page that asks for consent shows, and how the provider was asked. */
export interface ConsentPage {
  /** Inside of the page, above its two buttons. */
  readonly body: string;
  readonly allow?: string;
  readonly deny?: string;
  /** Name and password are asked for on the same page, and its button allows. */
  readonly together?: true;
}

/** What the page says for a login and no more. */
export const SIGN_IN: ConsentPage = {
  body: '<h1>Shop wants to access your account</h1><p>It will see your name and e-mail address.</p>',
};
/** The same, and all of a user's mail. */
export const MAIL: ConsentPage = {
  body: '<h1>Shop wants to access your account</h1><ul><li>Read, send and delete all of your mail</li></ul>',
};

const pageOf = ({ body, allow = 'Allow', deny = 'Cancel' }: ConsentPage): string => `${body}
  <form method="post" action="/consent"><button name="answer" value="no">${deny}</button>
  <button name="answer" value="yes">${allow}</button></form>`;

/**
 * An identity provider that asks for a password, then for consent, and sends whoever allows it back. It knows its users again.
 * @param page what it asks for, by the request
 */
export function serveConsentProvider(page: (visit: Visit) => ConsentPage): Promise<FlowSite> {
  let asking: Visit | null = null;
  const together = ({ body }: ConsentPage): string =>
    `${body}${PASSWORD_PAGE.replace('<h1>Sign in</h1>', '').replace('>Sign in<', '>Authorize app<')}<a href="/no">Cancel</a>`;
  const home = (): string => asking?.query.get('redirect_uri') ?? asking?.query.get('acs') ?? '/';
  return serveFlow(
    (visit): Answer | undefined => {
      if (visit.path === '/authorize') {
        asking = visit;
        if (page(visit).together) return together(page(visit));
        return visit.cookies.get('idp') === 'known' ? { to: '/consent' } : PASSWORD_PAGE;
      }
      if (visit.path === '/password' && asking !== null && page(asking).together)
        return { to: `${home()}?ticket=good` };
      if (visit.path === '/password') return { to: '/consent', cookies: ['idp=known'] };
      if (visit.path !== '/consent' || asking === null) return undefined;
      if (visit.form === null) return pageOf(page(asking));
      return { to: `${home()}?${visit.form.get('answer') === 'yes' ? 'ticket=good' : 'error=access_denied'}` };
    },
    { hostname: 'idp.localhost' },
  );
}
