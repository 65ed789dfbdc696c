import { native } from '../dom/native.js';
import type { Scan } from './scan.js';

/** At work for a time that nobody knows, or until some time has passed (WAI-ARIA 1.2; HTML standard, 4.10.13 and 4.2.5.3). */
const AT_WORK =
  '[role=progressbar]:not([aria-valuenow]), progress:not([value]), [aria-busy=true], [role=timer], animate[repeatCount=indefinite], animateTransform[repeatCount=indefinite]';

/** A page that goes elsewhere later than this is one to read. In seconds. */
const MAX_REFRESH = 60;

/** Whether a page shows that it waits for something: a ring that turns without end, a time that runs down; or loads itself anew. */
export function waitsIn({ roots, sight }: Scan): boolean {
  if (refreshIn() !== null) return true;
  const isSeen = (element: Element): boolean => sight.isVisible((element as SVGElement).ownerSVGElement ?? element);
  return roots.some(
    (root) =>
      [...native(root, 'querySelectorAll')(AT_WORK)].some(isSeen) ||
      native(root, 'getAnimations')().some((animation) => {
        const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null;
        return animation.effect?.getTiming().iterations === Infinity && target !== null && isSeen(target);
      }),
  );
}

/** In how many seconds the page goes elsewhere by itself (HTML standard, 4.2.5.3); null where it stays, or only shows itself anew. */
export function refreshOf(): number | null {
  const found = /^\s*(\d+)(?:\.\d*)?\s*[;,]\s*\S/.exec(refreshIn() ?? '');
  const seconds = found === null ? Number.NaN : Number(found[1]);
  return seconds <= MAX_REFRESH ? seconds : null;
}

/** When and where it loads anew, as it says; null where it says nothing. */
const refreshIn = (): string | null =>
  native(document, 'querySelector')('meta[http-equiv=refresh i]')?.getAttribute('content') ?? null;
