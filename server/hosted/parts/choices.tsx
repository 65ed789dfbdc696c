import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon.js';

export interface Choice {
  readonly key: string;
  readonly label: string;
  readonly detail: string | null;
  readonly icon: IconName;
  choose(): void;
}

interface Props {
  /** What the list is, for a screen reader. */
  readonly label: string;
  readonly choices: readonly Choice[];
  /** An answer is on its way; another one would be one too many. */
  readonly busy: boolean;
}

/** Options of which a person takes one, each a large target. */
export function Choices({ label, choices, busy }: Props) {
  const id = useId();
  return (
    <ul class="choices" aria-label={label}>
      {choices.map((choice, index) => (
        <li key={choice.key}>
          <button
            type="button"
            aria-disabled={busy}
            aria-describedby={choice.detail === null ? undefined : `${id}-${index}`}
            onClick={() => !busy && choice.choose()}
          >
            <Icon name={choice.icon} />
            <span class="words">
              <span>{choice.label}</span>
              {choice.detail !== null && (
                <span class="detail" id={`${id}-${index}`}>
                  {choice.detail}
                </span>
              )}
            </span>
            <Icon name="chevron" />
          </button>
        </li>
      ))}
    </ul>
  );
}
