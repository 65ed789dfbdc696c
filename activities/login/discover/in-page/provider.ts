import type { Control } from './model.js';
import { fold, tokensOf } from './text.js';
import providers from './words/providers.json' with { type: 'json' };
import { says } from './words.js';

const LIST: Record<string, readonly string[]> = providers;

/** Words on a button that aren't part of a provider's name. */
const MAX_NAME_TOKENS = 6;

/** Which identity provider a button hands over to, or null. `sso` when it says only that it's single sign-on. */
export function providerOf(control: Control): string | null {
  const label = fold(control.label);
  const words = label.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  if (words.length > 0 && words.length <= MAX_NAME_TOKENS) {
    for (const [provider, aliases] of Object.entries(LIST)) {
      const named = aliases.some((alias) => ` ${words.join(' ')} `.includes(` ${alias} `));
      if (named && (words.length <= 2 || says('ssoPrefix', label) || says('login', label) || says('signup', label))) {
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
