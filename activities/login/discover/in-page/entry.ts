/** What the bundle evaluates to. */
export { scan } from './scan.js';
