import { plainText } from '../contract/plain-text.js';

/** Text for Temporal's UI, which shows Markdown: what formats is escaped (CommonMark section 2.4), so that no name makes a link or an image. */
export const markdown = (text: string): string => plainText(text).replaceAll(/[\\`*_[\]<>!&~|#]/g, '\\$&');
