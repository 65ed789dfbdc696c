import type { Frame } from 'playwright-core';
import { documentInFrame } from './frame-document.js';
import { worldOf } from './isolated-world.js';
import type { LiveDocument } from './live-document.js';

/** The document that a frame shows now. */
export const documentOf = async (frame: Frame): Promise<LiveDocument> =>
  frame.parentFrame() === null ? (await worldOf(frame.page())).document() : documentInFrame(frame);
