import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useStrings } from '../strings/index.js';

export const HEADING_ID = 'heading';

interface Props {
  readonly heading: string;
  readonly domain?: string;
  /**
   * The heading takes the focus when the screen appears, so that a screen reader begins there and the keyboard does not stand on a button
   * that is gone. A screen with fields gives the focus to a field itself.
   * @default true
   */
  readonly takesFocus?: boolean;
  /** The large sign above the heading, where there is nothing to fill in. */
  readonly emblem?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** Heading and content of one screen. */
export function Page({ heading, domain = '', takesFocus = true, emblem, children }: Props) {
  const strings = useStrings();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) title.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = strings.pageTitle(heading, domain);
  }, [strings, heading, domain]);
  return (
    <section class="page" aria-labelledby={HEADING_ID}>
      {emblem}
      <h1 ref={title} id={HEADING_ID} tabIndex={-1}>
        {heading}
      </h1>
      {children}
    </section>
  );
}
