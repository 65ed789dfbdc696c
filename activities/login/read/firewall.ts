/** What stands before a site and lets browsers in, or nobody. */
import type { Observation } from './observation.js';
import { saysBot } from './words.js';

type Shown = Pick<Observation, 'view' | 'alive' | 'status'>;

/** A page by which a firewall says that it takes its visitor for a program, or asks it to prove that it is none. */
export const isBotWall = ({ status, view }: Pick<Shown, 'view' | 'status'>): boolean =>
  (status ?? 200) >= 400 && saysBot([view.title, ...view.evidence.headings].join(' '));

/** Some have the browser calculate for some seconds, and then lead on to the page that was asked for. */
export const mayLetIn = (seen: Shown): boolean =>
  seen.alive && seen.status !== 429 && (seen.view.captcha !== null || (seen.status ?? 200) >= 400);
