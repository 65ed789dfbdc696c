import providers from '../words/providers.json' with { type: 'json' };
import { fold, tokensOf } from '../words/text.js';
import type { Control } from './model.js';
import type { Scan } from './scan.js';

const LIST: Record<string, readonly string[]> = providers;

/** Words on a button that aren't part of a provider's name. */
const MAX_NAME_TOKENS = 6;

/** Parameters of an address that asks a provider to log somebody in (RFC 6749 section 4.1.1, SAML 2.0 bindings section 3.4.4). */
const ASKS_FOR_LOGIN = /oauth|authori[sz]e|client_id|saml|openid|log-?in|sign-?in|\bsso\b/i;

/** The same as the site itself may write it. */
const HANDS_OVER = /\bauth\b|connect|\bidp\b|provider|social|federat|external/i;
const LOGS_IN = ['ssoPrefix', 'login', 'signup'] as const;

/** Which identity provider a button hands over to, or null. `sso` when it says only that it's single sign-on. */
export function providerOf(scan: Scan, control: Control): string | null {
  const known = scan.providers.get(control);
  if (known !== undefined) return known;
  const named = providerNamed(scan, control);
  const provider = named !== null && leadsToPresence(scan, control, named) ? null : named;
  scan.providers.set(control, provider);
  return provider;
}

/**
 * A link to the provider's site without a login request ("Follow us", "Powered by", the application's source code) is no login button, nor is one to a page of this site
 * that only has such a name, as the provider's own pages do: it says that it logs in, or its address does.
 */
function leadsToPresence(scan: Scan, control: Control, provider: string): boolean {
  const { label, link, href } = control;
  if (!link || href === '' || href.startsWith('#') || !URL.canParse(href, document.baseURI)) return false;
  const { protocol, hostname, pathname, search, searchParams } = new URL(href, document.baseURI);
  if (!/^https?:$/.test(protocol) || ASKS_FOR_LOGIN.test([pathname, ...searchParams.keys()].join(' '))) return false;
  const aliases = LIST[provider] ?? [];
  if (hostname !== location.hostname) return hostname.split('.').some((part) => aliases.includes(part));
  const address = fold(pathname + search);
  const isNamed = HANDS_OVER.test(address) || aliases.some((alias) => address.includes(alias));
  return !isNamed && !LOGS_IN.some((concept) => scan.says(concept, label));
}

function providerNamed(scan: Scan, control: Control): string | null {
  const label = fold(control.label);
  const words = label.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  // "Entra" is "Enter" in Italian and Catalan, too.
  const isLogin = words.length === 1 && scan.saysOnly('login', label);
  if (!isLogin && words.length > 0 && words.length <= MAX_NAME_TOKENS) {
    for (const [provider, aliases] of Object.entries(LIST)) {
      const named = aliases.some((alias) => ` ${words.join(' ')} `.includes(` ${alias} `));
      if (
        named &&
        (words.length <= 2 || scan.says('ssoPrefix', label) || scan.says('login', label) || scan.says('signup', label))
      ) {
        return provider;
      }
    }
  }
  if (label !== '') return null;
  const developer = tokensOf(`${control.developer} ${control.href.replace(/\?.*/, '')}`);
  for (const [provider, aliases] of Object.entries(LIST)) {
    if (provider !== 'sso' && aliases.some((alias) => alias.length > 3 && developer.includes(alias))) return provider;
  }
  return null;
}
