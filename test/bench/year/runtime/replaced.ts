/** What takes the place of the machine's clock and dice in all that the bench bundles. */
import { dice } from '../random.js';
import { time } from './clock.js';

export const yearNow = (): number => time();
export const yearRandom = (): number => dice.next();
