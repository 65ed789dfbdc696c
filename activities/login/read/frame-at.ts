import type { Frame, Page } from 'playwright-core';

/** Frame by its path of child indices; null when it is gone. */
export function frameAt(page: Page, path: string): Frame | null {
  if (path === '') return page.mainFrame();
  return path
    .split('.')
    .reduce<Frame | null>((frame, index) => frame?.childFrames()[Number(index)] ?? null, page.mainFrame());
}

/** Address of the document that a form is in; empty when its frame is gone. */
export const addressOf = (page: Page, { frame }: { readonly frame: string }): string =>
  frameAt(page, frame)?.url() ?? '';
