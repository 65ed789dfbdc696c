/** What a page step says of a page. In plain stands what is from closed lists; what a site wrote is in `shown` and `address`, see shown.ts. */

import type { ProxyTrouble } from './address/proxy.js';
import type { ItemUse } from './credentials/providers.js';
import type { ErrorCode, FlowErrorCode } from './errors/errors.js';
import type { FieldType, MfaOption, SignInOption, SsoButton, StoppedSecret } from './invocation/invocation.js';

/** A field that the page shows. */
export interface SeenField {
  /** Canonical, a key of the credential, made of listed words, or `field_1`; unique on the page. */
  readonly name: string;
  readonly role: 'identifier' | 'password' | 'code' | 'custom';
  readonly type: FieldType;
  readonly label: string;
  readonly selector: string;
  readonly required: boolean;
  readonly placeholder: string | null;
  readonly hint: string | null;
  readonly options: readonly { readonly value: string; readonly label: string }[] | null;
  /**
   * For codes: where the code comes from, according to the site. Only `totp` and `unknown` are answered from a TOTP secret; `sent` is what the
   * site sends without a word for where to; `backup` is one of a short list of emergency codes.
   */
  readonly code_from: 'totp' | 'sms' | 'email' | 'sent' | 'backup' | 'unknown' | null;
  /** Names of values that may answer it, best first. Absent in histories of older versions. */
  readonly keys?: readonly string[];
  /** Whether what a person gives for it is good for this login only, as that of a code. Absent where not, and in results of older versions. */
  readonly once?: boolean;
  /** Whether its value merely says who somebody is. Absent in histories of older versions. */
  readonly identifies?: boolean;
}

/** What the page asks for. */
export interface SeenPage {
  /** Origin; with the path in `address`. */
  readonly url: string;
  /** Hash of the form's shape; a fill names it and is refused when the form has changed since. */
  readonly signature: string;
  readonly fields: readonly SeenField[];
  readonly sso_buttons: readonly SsoButton[];
  readonly mfa_options: readonly MfaOption[];
  readonly sign_in_options: readonly SignInOption[];
  readonly shown?: string;
  readonly address?: string;
  /** Site of the form. Absent in results of older versions. */
  readonly site?: string;
  /** Whether secrets of the agent's credential are for this page. Absent in results of older versions. */
  readonly stored_secrets?: boolean;
}

/** Of an item of a provider. The values are in the memory of the worker that holds the page. */
export interface OfferedValues {
  readonly keys: readonly string[];
  readonly has_totp: boolean;
  /** Another one once the values may be others. Absent from older workers. */
  readonly mark?: string;
  /** How the item was chosen, where this login is the first to read it. */
  readonly use?: ItemUse;
}

/**
 * What became of values that a page asks for again: they never left it; the site said that it did not look at them, for a reason of its own;
 * or nobody knows.
 */
export type Left = 'not_sent' | 'not_looked_at' | 'unknown';

/** What a page shows after it was opened, filled or looked at. */
export type Outcome =
  | {
      readonly kind: 'input';
      readonly page: SeenPage;
      /** Where a fill did not lead on. Absent where it did, and in results of older versions. */
      readonly left?: Left;
      readonly website_error?: string | null;
      readonly shown?: string;
      /** What the item of a provider adds, once it was read. */
      readonly offered?: OfferedValues;
      /** Why there is no item, where a provider could not be asked. */
      readonly item_trouble?: ErrorCode;
      /** RFC 3339: until when that provider is not asked, where it wants no requests. */
      readonly item_until?: string;
    }
  /** The site said no to these fields; `page` is where it can be tried again. */
  | {
      readonly kind: 'refused';
      readonly fields: readonly string[];
      readonly website_error: string | null;
      readonly page: SeenPage | null;
      readonly shown?: string;
    }
  | { readonly kind: 'authenticated'; readonly url: string; readonly address?: string }
  /** The site says that it has lost the login half-way, and it is to begin from the beginning, once. Its page is closed. */
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'external_action'; readonly message: string; readonly shown?: string }
  | {
      readonly kind: 'failed';
      readonly code: FlowErrorCode;
      readonly website_error: string | null;
      readonly artefact: string | null;
      readonly shown?: string;
      /** Where a value would have gone that does not belong there, of which nothing left; or what is wrong with the proxy. */
      readonly details?: StoppedSecret | ProxyTrouble;
    };
