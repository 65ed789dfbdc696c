import type { InvocationState, SealedTexts, TimelineEvent } from '../../../contract/invocation/invocation.js';
import type { Flow } from './flow.js';

/** An address as a page step says it: its origin, and all of it sealed. */
export interface Address {
  readonly url: string;
  readonly address?: string;
}

export const placeOf = ({ url, address }: Address): Pick<TimelineEvent, 'url' | 'shown'> =>
  address === undefined ? { url } : { url, shown: address };

/** What the state carries of a site's words, sealed, with these in place of those before. A step that says nothing leaves nothing. */
export function shownAs(
  flow: Flow,
  text: keyof SealedTexts,
  sealed: string | undefined,
): Pick<InvocationState, 'shown'> {
  const { [text]: before, ...others } = flow.state.shown ?? {};
  if (before === sealed) return {};
  return { shown: sealed === undefined ? others : { ...others, [text]: sealed } };
}
