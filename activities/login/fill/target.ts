import type { Frame, Page } from 'playwright-core';
import type { FlowErrorCode } from '../../../contract/index.js';
import type { LoginContext } from '../context.js';
import type { TargetFacts } from '../page-world/act/inspect.js';
import type { ElementRef, ViewField, ViewForm } from '../page-world/view.js';
import { documentOf, type LiveDocument } from '../read/document/live-document.js';
import type { OriginRule } from './origin.js';

/** An element of the live page, pinned: another one in its place is not it. */
export interface Pinned {
  readonly document: LiveDocument;
  readonly pin: string;
}

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

export async function pin(context: LoginContext, page: Page, ref: ElementRef): Promise<Pinned | null> {
  const frame = frameAt(page, ref.frame);
  if (frame === null) return null;
  const document = await context.race(documentOf(frame));
  const found = await context.race(document.ask('pin', ref));
  return found === null ? null : { document, pin: found };
}

/** A field's element, or the boxes of its code, in the order in which they are typed into. */
export const elementsOf = ({ boxes, ref }: ViewField): readonly ElementRef[] => (boxes.length > 0 ? boxes : [ref]);

/** Why a form must not be filled; `covered`: something lies over it, for now or for good. */
export type Refusal = Extract<FlowErrorCode, 'domain_not_allowed' | 'insecure_page' | 'element_not_found'> | 'covered';

/**
 * Checks the page, the frame, the form and each element, as they are now.
 * @param facts of the elements that are to be filled, and of the button
 */
export function refusalOf(
  page: Page,
  form: ViewForm,
  facts: readonly (TargetFacts | null)[],
  submit: TargetFacts | null,
  rule: OriginRule,
): Refusal | null {
  const frame = frameAt(page, form.frame);
  if (frame === null) return 'element_not_found';
  const wrongPlace = rule(page.url()) ?? rule(frame.url());
  if (wrongPlace !== null) return wrongPlace;
  const refusals = [
    ...facts.map((element) => (element === null ? ('element_not_found' as const) : elementRefusal(element, rule))),
    submit?.action ? rule(submit.action) : null,
  ];
  return refusals.find((refusal) => refusal !== null) ?? null;
}

function elementRefusal({ state, origin, action }: TargetFacts, rule: OriginRule): Refusal | null {
  if (state !== 'ok') return state === 'covered' ? 'covered' : 'element_not_found';
  return rule(origin) ?? (action === null ? null : rule(action));
}
