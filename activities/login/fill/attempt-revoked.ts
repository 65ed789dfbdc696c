import { SafeError } from '../../browser/index.js';

/** The attempt was revoked while its activity was away: nothing was typed for it, and nothing will be. */
export class AttemptRevoked extends SafeError {
  override readonly name = 'AttemptRevoked';
  readonly type = 'AttemptRevoked';
  constructor() {
    super('The attempt was revoked.');
  }
}
