import { codeAt } from '../../sites/sample/totp.js';

/** The code of the time step that `now` (ms since the epoch) falls into. */
export const totpAt = (secret: string, now: number): string => codeAt(secret, Math.floor(now / 30_000));
