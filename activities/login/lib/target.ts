import type { ElementHandle, Frame, Page } from 'playwright-core';
import type { FlowErrorCode } from '../../../contract/index.js';
import type { ElementRef, ViewField, ViewForm } from '../discover/view.js';
import { inspectTarget } from './in-page.js';
import type { OriginRule } from './origin.js';

/** An element of the live page, pinned: another one in its place is not it. */
export type Pinned = ElementHandle<Element>;

/** A field with the elements that its value goes into: one, or the boxes of a segmented code. */
export interface Target {
  readonly field: ViewField;
  /** Whether only a password input will do for its value, whatever the page calls the field. */
  readonly secret: boolean;
  readonly elements: readonly Pinned[];
}

/** Frame by its path of child indices; null when it is gone. */
export function frameAt(page: Page, path: string): Frame | null {
  if (path === '') return page.mainFrame();
  return path
    .split('.')
    .reduce<Frame | null>((frame, index) => frame?.childFrames()[Number(index)] ?? null, page.mainFrame());
}

export async function pin(page: Page, ref: ElementRef): Promise<Pinned | null> {
  const frame = frameAt(page, ref.frame);
  if (frame === null) return null;
  const inDocument = (await frame.evaluateHandle(findInDocument, ref.css)).asElement();
  // Playwright's own engine looks into shadow roots, but has to be brought into every document first.
  return inDocument ?? ((await frame.$(`css=${ref.css}`)) as Pinned | null);
}

/** Runs in the page. */
const findInDocument = (css: string): Element | null => document.querySelector(css);

export async function pinField(page: Page, field: ViewField, secret: boolean): Promise<Target | null> {
  const refs = field.boxes.length > 0 ? field.boxes : [field.ref];
  const elements = await Promise.all(refs.map((ref) => pin(page, ref)));
  return elements.every((element): element is Pinned => element !== null) ? { field, secret, elements } : null;
}

/** Why a form must not be filled. */
export type Refusal = Extract<FlowErrorCode, 'domain_not_allowed' | 'insecure_page' | 'element_not_found'>;

/** Checks the page, the frame, the form and each element, as they are now. */
export async function refusalOf(
  page: Page,
  form: ViewForm,
  targets: readonly Target[],
  submit: Pinned | null,
  rule: OriginRule,
): Promise<Refusal | null> {
  const frame = frameAt(page, form.frame);
  if (frame === null) return 'element_not_found';
  const wrongPlace = rule(page.url()) ?? rule(frame.url());
  if (wrongPlace !== null) return wrongPlace;
  const refusals = await Promise.all([
    ...targets.flatMap(({ secret, elements }) => elements.map((element) => elementRefusal(element, secret, rule))),
    submit === null ? null : actionRefusal(submit, rule),
  ]);
  return refusals.find((refusal) => refusal !== null) ?? null;
}

async function elementRefusal(element: Pinned, secret: boolean, rule: OriginRule): Promise<Refusal | null> {
  const { state, origin, action } = await element.evaluate(inspectTarget, secret);
  if (state !== 'ok') return 'element_not_found';
  return rule(origin) ?? (action === null ? null : rule(action));
}

async function actionRefusal(submit: Pinned, rule: OriginRule): Promise<Refusal | null> {
  const { action } = await submit.evaluate(inspectTarget, false);
  return action === null ? null : rule(action);
}
