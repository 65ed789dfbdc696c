import type { Outcome } from '../../contract/steps.js';
import type { LoginRoom } from './context.js';
import { loginOf, onPage, type PageStep } from './with-heartbeat.js';

/** A step on a page that stays open, unless the login goes on on a new one. */
export async function onOpenPage<T extends { readonly kind: string; readonly outcome?: Outcome }>(
  room: LoginRoom,
  step: PageStep,
  run: Parameters<typeof onPage<T>>[2],
): Promise<T> {
  const result = await onPage(room, step, run);
  if (result.kind === 'forgotten' || result.outcome?.kind === 'forgotten') await closePage(room, step);
  return result;
}

/** Nothing goes on on the page. */
export const isOver = ({ kind }: Outcome): boolean => kind === 'failed' || kind === 'forgotten';

/** Closes a page. Does nothing when it is gone already, or belongs to another login. */
export async function closePage(room: LoginRoom, step: PageStep): Promise<void> {
  if (loginOf(room, step) !== null) await room.pages.close(step.page.page_id);
}
