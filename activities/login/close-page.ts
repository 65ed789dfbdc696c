import type { LoginRoom } from './context.js';
import { loginOf, type PageStep } from './with-heartbeat.js';

/** Lets a page go; one that is gone already is as good, and one of another login stays. */
export async function closePage(room: LoginRoom, step: PageStep): Promise<void> {
  if (loginOf(room, step) !== null) await room.pages.close(step.page.page_id);
}
