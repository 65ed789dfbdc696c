import { text } from './error-text.js';

/** What is wrong with a provider of credentials, or with what is asked of it. */
export const PROVIDER_ERRORS = {
  provider_not_found: text(404, 'There is no such credential provider.', 'List the providers, or connect it.'),
  provider_item_not_found: text(
    404,
    'The provider has no such item, or it was archived or deleted.',
    'List them with `agent-auth providers items`, and give the path of one that is there.',
  ),
  provider_item_ambiguous: text(
    409,
    'Several items of the provider match.',
    'Name one by its path; `agent-auth providers match` lists them, and says why none was chosen.',
  ),
  provider_not_supported: text(
    400,
    'There is no such type of credential provider.',
    'Use a type that docs/providers.md names, or store a credential.',
  ),
  provider_token_invalid: text(
    409,
    'The provider does not accept its token.',
    'It is wrong, expired or revoked. Give a new one with `agent-auth providers update`.',
  ),
  provider_forbidden: text(
    409,
    "The provider's token is not allowed to read this.",
    'Give the token access to the vault, or choose an item of a vault that it can read.',
  ),
  provider_locked: text(409, 'The provider is locked.', 'Unlock it where it runs, for instance with `bw unlock`.'),
  provider_rate_limited: text(
    429,
    'The provider accepts no more requests for now.',
    'Wait until the time in the details; the provider is not asked before.',
  ),
  provider_unavailable: text(
    503,
    'The provider does not answer.',
    "Check that it runs, and that its address is right as seen from the worker's machine.",
  ),
  provider_answer_invalid: text(
    502,
    "The provider's answer could not be understood.",
    "The details say what is wrong with it. Check the provider's address and version, or the program behind it.",
  ),
};
