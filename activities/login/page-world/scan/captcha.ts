import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
import type { LocalForm } from '../frame-view.js';
import { isStepOfLogin } from './form-classes.js';
import { copiesPicture } from './picture-code.js';
import type { Scan } from './scan.js';

/** Challenges by where they come from or what they call themselves. */
const CHALLENGES: [string, RegExp][] = [
  ['recaptcha', /(?:google\.com|recaptcha\.net)\/recaptcha\/(?:api2|enterprise)\/(?:anchor|bframe)/],
  ['hcaptcha', /hcaptcha\.com\//],
  ['turnstile', /challenges\.cloudflare\.com\//],
  ['arkose', /(?:arkoselabs|funcaptcha)\.com\//],
  ['geetest', /geetest\.com\//],
  ['datadome', /captcha-delivery\.com\//],
  ['perimeterx', /(?:px-captcha|perimeterx|px-cdn)\b/],
  ['aws-waf', /awswaf\.com\//],
  ['friendly', /(?:friendlycaptcha|frcapi)\.com\//],
  ['yandex', /smartcaptcha\.(?:yandexcloud|yandex)\.\w+\//],
  ['mtcaptcha', /mtcaptcha\.com\//],
];
/** Widgets that stand in the page itself. */
const OWN =
  '#px-captcha, .geetest_panel, .geetest_holder, #challenge-form, #cf-challenge-running, .frc-captcha, altcha-widget, cap-widget, img[src*=captcha i], canvas[id*=captcha i], canvas[class*=captcha i]';
/** Fields that a widget puts its proof into once it has passed: a person has no more to do there. */
const PROOFS =
  '[name=g-recaptcha-response], [name=h-captcha-response], [name=cf-turnstile-response], [name=frc-captcha-solution], [name=frc-captcha-response], [name=smart-token], [name=altcha], [name=cap-token], [name=mtcaptcha-verifiedtoken], [name=fc-token], [name=geetest_validate]';
/** Such fields of widgets that are not known by their address. */
const OTHER_PROOFS = ['token', 'response', 'solution']
  .map((word) => `input[type=hidden][name*=captcha i][name*=${word} i]`)
  .join();
/** How far up the tree a widget may stand beside its field. */
const REACH = 2;
/** Badges of invisible challenges are smaller and block nobody. */
const BLOCKING_WIDTH = 200;
const BLOCKING_HEIGHT = 60;
/** A box that is drawn like one has about its height. */
const MIN_DRAWN = 40;
const MAX_DRAWN = 200;

/**
 * Kind of a challenge that a person would have to solve here, or null: not a badge, nor one that has passed, nor one that belongs to a
 * form for something else.
 */
export function captchaOf(scan: Scan, others: readonly Element[]): string | null {
  const found = challengeIn(scan, (element) => !others.some((form) => scan.contains(form, element)));
  return found === null || hasPassed(scan) ? null : found;
}

function challengeIn(scan: Scan, isOurs: (element: Element) => boolean): string | null {
  for (const root of scan.roots) {
    for (const frame of native(root, 'querySelectorAll')('iframe')) {
      const kind = CHALLENGES.find(([, source]) => source.test(frame.src))?.[0];
      if (kind !== undefined && isInTheWay(scan, frame) && isOurs(frame)) return kind;
    }
    for (const field of native(root, 'querySelectorAll')<HTMLInputElement>(`${PROOFS}, ${OTHER_PROOFS}`)) {
      if (native(field, 'value') === '' && isOurs(field) && hasWidgetBeside(scan, field)) return 'widget';
    }
    for (const own of native(root, 'querySelectorAll')(OWN)) {
      if (scan.sight.isVisible(own) && isOurs(own)) return 'captcha';
    }
  }
  return scan.fields.some((field) => copiesPicture(scan, field) && isOurs(field.element)) ? 'picture' : null;
}

/**
 * Whether a frame like a widget's stands in one small box with a field, where nothing can be typed; or the box itself is drawn like one: some widgets hide
 * their frame in a closed shadow root.
 */
function hasWidgetBeside(scan: Scan, field: Element): boolean {
  const isTypedIn = (box: Element): boolean =>
    scan.fields.some(({ element, visible }) => visible && scan.contains(box, element));
  return [...ancestors(field)]
    .slice(1, 1 + REACH)
    .filter((box) => !isTypedIn(box))
    .some(
      (box) =>
        [...native(box, 'querySelectorAll')('iframe')].some((frame) => isInTheWay(scan, frame)) ||
        isDrawnAsWidget(scan, box),
    );
}

/** As wide as a widget, and about as high, with nothing in it to press. */
const isDrawnAsWidget = (scan: Scan, box: Element): boolean =>
  isLarge(scan, box, MIN_DRAWN) &&
  native(box, 'getBoundingClientRect')().height <= MAX_DRAWN &&
  !scan.controls.some(({ element }) => scan.contains(box, element));

/** Whether a frame is large enough to be a challenge, and neither a badge nor an invisible one. */
const isInTheWay = (scan: Scan, frame: HTMLIFrameElement): boolean =>
  !/[?&#]size=invisible/.test(frame.src) && isLarge(scan, frame, BLOCKING_HEIGHT);

function isLarge(scan: Scan, element: Element, minHeight: number): boolean {
  if (!scan.sight.isVisible(element as HTMLElement) || isBadge(element)) return false;
  const { width, height, top } = native(element, 'getBoundingClientRect')();
  return width >= BLOCKING_WIDTH && height >= minHeight && top > -height;
}

const isBadge = (frame: Element): boolean =>
  [...ancestors(frame)].some((at) => native(at, 'matches')('.grecaptcha-badge, [data-size=invisible]'));

const hasPassed = ({ roots }: Scan): boolean =>
  roots.some((root) =>
    [...native(root, 'querySelectorAll')(PROOFS)].some(
      (field) => (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value !== '',
    ),
  );

/** Boxes of the forms that are for something else than to log in. */
export const foreignForms = (judged: readonly { readonly form: LocalForm; readonly box: Element }[]): Element[] => {
  const steps = judged.filter(({ form }) => isStepOfLogin(form.class)).map(({ box }) => box);
  return judged
    .filter(({ form, box }) => !isStepOfLogin(form.class) && !steps.some((step) => native(box, 'contains')(step)))
    .map(({ box }) => box);
};
