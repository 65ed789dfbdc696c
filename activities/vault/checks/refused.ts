/** How long a site is not asked by requests that ended a session of it. */
import type { WaysToLook } from '../probe.js';

const DAY_MS = 86_400_000;
/** Sites change, and the session may have ended by chance. What is tried again may cost another one: it is rarer each time. */
const FIRST_DAYS = 7;
const MAX_DAYS = 112;

/** @param now ms since the epoch */
export const isStillRefused = ({ at, times }: NonNullable<WaysToLook['refused']>, now: number): boolean =>
  now < at + Math.min(FIRST_DAYS * 2 ** (times - 1), MAX_DAYS) * DAY_MS;
