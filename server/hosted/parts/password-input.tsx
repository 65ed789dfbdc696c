import { useEffect, useRef, useState } from 'preact/hooks';
import { useStrings } from '../strings/index.js';
import type { ControlProps } from './control-props.js';
import { Icon } from './icon.js';

interface Props {
  readonly control: ControlProps;
  readonly placeholder: string | null;
}

/** A password that can be looked at while it is typed. It hides itself when it is sent, before anything is drawn. */
export function PasswordInput({ control, placeholder }: Props) {
  const strings = useStrings();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);

  useEffect(() => {
    const form = input.current?.form;
    const hide = (): void => setShown(false);
    form?.addEventListener('submit', hide);
    return () => form?.removeEventListener('submit', hide);
  }, []);

  const watchCapsLock = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'));

  return (
    <>
      <div class="with-button">
        <input
          {...control}
          ref={input}
          {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
          autocomplete="current-password"
          placeholder={placeholder ?? undefined}
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
          onKeyDown={watchCapsLock}
          onKeyUp={watchCapsLock}
        />
        <button
          type="button"
          class="eye"
          aria-label={shown ? strings.field.hide : strings.field.show}
          aria-controls={control.id}
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? 'eyeOff' : 'eye'} />
        </button>
      </div>
      <p class="caps" role="status">
        {capsLock && strings.field.capsLock}
      </p>
    </>
  );
}
