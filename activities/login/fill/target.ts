import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import type { TargetFacts } from '../page-world/agent.js';
import type { ElementRef, ViewField, ViewForm } from '../page-world/view.js';
import { documentOf } from '../read/document/document-of.js';
import type { LiveDocument } from '../read/document/live-document.js';
import { frameAt } from '../read/frame-at.js';
import { type NonEmpty, nonEmpty } from './non-empty.js';
import type { OriginRefusal, OriginRule } from './origin.js';

/** An element of the live page, pinned: another one in its place is not it. */
export interface Pinned {
  readonly document: LiveDocument;
  readonly pin: string;
}

/** A field with the elements that its value goes into: one, or the boxes of a segmented code. */
export interface Target {
  readonly field: ViewField;
  /** Whether its value may go into a password input only, whatever the page calls the field. */
  readonly secret: boolean;
  readonly elements: NonEmpty<Pinned>;
}

export async function pin(context: LoginContext, page: Page, ref: ElementRef): Promise<Pinned | null> {
  const frame = frameAt(page, ref.frame);
  if (frame === null) return null;
  const document = await context.race(documentOf(frame));
  const found = await context.race(document.ask('pin', ref));
  return found === null ? null : { document, pin: found };
}

/** A field's element, or the boxes of its code, in the order in which they are typed into. */
export const elementsOf = ({ boxes, ref }: ViewField): NonEmpty<ElementRef> => nonEmpty(boxes) ?? [ref];

/**
 * Why a form must not be filled: something covers it, briefly or permanently; an element is missing or can't take a value; or nothing
 * may be typed where it is.
 */
export type Refusal =
  | { readonly kind: 'covered' | 'missing' }
  /** These values are for another site than the one that asks. */
  | { readonly kind: 'other_site'; readonly fields: readonly string[] }
  | { readonly kind: 'not_allowed'; readonly code: OriginRefusal; readonly address: string };

const MISSING: Refusal = { kind: 'missing' };

/** The first of these addresses that the rule refuses. */
function refused(rule: OriginRule, ...addresses: readonly (string | null | undefined)[]): Refusal | null {
  for (const address of addresses) {
    const code = address ? rule(address) : null;
    if (address && code !== null) return { kind: 'not_allowed', code, address };
  }
  return null;
}

/**
 * Checks the page, the frame, the form and each element, as they are now.
 * @param facts of the elements that are to be filled, and of the button
 * @param rules for the page, and for the frame with what is in it
 */
export function refusalOf(
  page: Page,
  form: ViewForm,
  facts: readonly (TargetFacts | null)[],
  submit: TargetFacts | null,
  { around, inside }: { readonly around: OriginRule; readonly inside: OriginRule },
): Refusal | null {
  const frame = frameAt(page, form.frame);
  if (frame === null) return MISSING;
  const wrongPlace = refused(around, page.url()) ?? refused(inside, frame.url());
  if (wrongPlace !== null) return wrongPlace;
  const refusals = [
    ...facts.map((element) => (element === null ? MISSING : elementRefusal(element, inside))),
    refused(inside, submit?.action),
  ];
  return refusals.find((refusal) => refusal !== null) ?? null;
}

function elementRefusal({ state, origin, action }: TargetFacts, rule: OriginRule): Refusal | null {
  if (state !== 'ok') return { kind: state === 'covered' ? 'covered' : 'missing' };
  return refused(rule, origin, action);
}
