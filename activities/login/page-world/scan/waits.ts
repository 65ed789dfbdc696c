import { native } from '../dom/native.js';
import type { Scan } from './scan.js';

/** At work for a time that nobody knows, or until some time has passed (WAI-ARIA 1.2; HTML standard, 4.10.13 and 4.2.5.3). */
const AT_WORK =
  '[role=progressbar]:not([aria-valuenow]), progress:not([value]), [aria-busy=true], [role=timer], animate[repeatCount=indefinite], animateTransform[repeatCount=indefinite]';

/** Pictures that move, by what developers call them. */
const MOVES =
  'img:is([src*=loading i], [src*=loader i], [src*=spinner i], [class*=loading i], [class*=loader i], [class*=spinner i]):not([loading=lazy])';

/** A page that goes elsewhere later than this is one to read. In seconds. */
const MAX_REFRESH = 60;

/** Whether a page shows that it waits for something: a ring that turns without end, a time that runs down; or goes on by itself. */
export function waitsIn({ roots, sight }: Scan): boolean {
  if (refreshIn() !== null || sendsItself()) return true;
  const isSeen = (element: Element): boolean => sight.isVisible((element as SVGElement).ownerSVGElement ?? element);
  return roots.some(
    (root) =>
      [...native(root, 'querySelectorAll')(`${AT_WORK}, ${MOVES}`)].some(isSeen) ||
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

/** A form with nothing to see in it, and a script that sends one, as gateways hand on what they found (SAML 2.0 bindings, section 3.5.4). */
function sendsItself(): boolean {
  const find = native(document, 'querySelectorAll');
  const isHidden = (form: HTMLFormElement): boolean => {
    const parts = [...native(form, 'querySelectorAll')('input, button, select, textarea')];
    return parts.length > 0 && parts.every((one) => native(one, 'matches')('input[type=hidden i]'));
  };
  return (
    [...find<HTMLFormElement>('form[method=post i]')].some(isHidden) &&
    [...find<HTMLScriptElement>('script:not([src])')].some((script) => SENDS.test(script.text))
  );
}

const SENDS = /\.(?:submit|requestSubmit)\s*\(/;
