import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.js';

/** Something that has to be seen now; a screen reader reads it at once. */
export function Alert({ children }: { readonly children: ComponentChildren }) {
  return (
    <div class="alert" role="alert">
      <Icon name="alert" />
      <p>{children}</p>
    </div>
  );
}

interface EmblemProps {
  readonly icon: IconName;
  readonly tone: 'good' | 'bad' | 'calm';
  /** Something is going on. */
  readonly alive?: boolean;
}

/** The large sign of a screen that has nothing to fill in. */
export function Emblem({ icon, tone, alive = false }: EmblemProps) {
  return (
    <div class={`emblem ${tone}${alive ? ' alive' : ''}`}>
      <Icon name={icon} />
    </div>
  );
}

/** Work in progress, of unknown length. */
export const Working = () => <div class="working" aria-hidden="true" />;
