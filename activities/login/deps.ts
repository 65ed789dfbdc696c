import type { Pages } from '../browser/index.js';
import type { LoginVault } from '../vault/types.js';
import type { Logins } from './login.js';
import type { Patience } from './read/settle.js';
import type { Recipe } from './recipes/recipe.js';

/** What Temporal offers a running activity. */
export interface ActivityHooks {
  /** Tells that the activity is alive. Carries nothing: details would go to history. */
  heartbeat(): void;
  /** Aborts when the activity is to stop. */
  readonly signal: AbortSignal;
}

export interface LoginOptions {
  readonly vault: LoginVault;
  readonly pages: Pages;
  /** The queue of this worker's pages. */
  readonly taskQueue: string;
  /** Folder for what a failure leaves to the operator; made when needed. */
  readonly artefactDir: string;
  /** Hooks of the activity that runs now. */
  readonly activity: () => ActivityHooks;
  /** Ms since the epoch. @default Date.now */
  readonly clock?: () => number;
  /** @default PATIENCE */
  readonly patience?: Patience;
  /** How to log in to some sites, as their operator wrote it. @default none */
  readonly recipes?: readonly Recipe[];
}

/** What every verb of this room works with. */
export interface LoginDeps extends Required<LoginOptions> {
  readonly logins: Logins;
}
