import { bitwarden } from './bitwarden/index.js';
import { command } from './command/index.js';
import { customHttp } from './custom-http/index.js';
import { hashicorpVault } from './hashicorp-vault/index.js';
import { keepass } from './keepass/index.js';
import { onepassword } from './onepassword/index.js';
import { onepasswordConnect } from './onepassword-connect/index.js';
import type { ProviderKind } from './types.js';

/** The kinds of providers, by the names that callers know them under. */
export const PROVIDER_KINDS = {
  onepassword,
  onepassword_connect: onepasswordConnect,
  bitwarden,
  hashicorp_vault: hashicorpVault,
  keepass,
  command,
  http: customHttp,
} as const satisfies Record<string, ProviderKind>;
