import type { Caller } from '../lib/caller.js';
import { create } from './create.js';
import { remove } from './delete.js';
import { list } from './list.js';
import { retrieve } from './retrieve.js';
import { totpCode } from './totp-code.js';
import { update } from './update.js';

/** What logins are made with. Write-only: values go in and never come out. */
export const credentials = (caller: Caller) => ({
  /** Stores a credential; it may be partial. */
  create: create(caller),
  /** One credential by id or name, without its values. */
  retrieve: retrieve(caller),
  /** Credentials, newest first. Await it for one page, or iterate over all. */
  list: list(caller),
  /** Changes a credential; values are merged. */
  update: update(caller),
  /** Deletes a credential and unlinks it from its agents. */
  delete: remove(caller),
  /** A current one-time code, for use elsewhere. */
  totpCode: totpCode(caller),
});
